//! What the pages say of relabeling, as relabel tests: their `yaml test` blocks, whose configurations are the examples of
//! the same page.

use scrapelint::lint::{FileError, Surroundings};
use scrapelint::reltest::{Material, Purpose, read};
use scrapelint::rules::NoFiles;
use scrapelint::source::Source;

use crate::examples::example;
use crate::page::{Page, pages};

/// The examples of a page, by the word behind `yaml`; the first of each counts.
struct Examples<'p>(&'p Page);

impl Material for Examples<'_> {
    fn read(&self, word: &str) -> Result<Source, FileError> {
        let mut blocks = self.0.blocks.iter().filter(|block| block.words.get(1).is_some_and(|it| it == word));
        let missing = || FileError { path: word.to_owned(), reason: "there is no such example".to_owned() };
        blocks.next().map(|block| Source::new("prometheus.yml", example(block).text)).ok_or_else(missing)
    }

    fn around(&self, _: &str) -> Box<dyn Surroundings> {
        Box::new(NoFiles)
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }
}

#[test]
fn the_relabel_tests_of_pages_pass() {
    let mut count = 0;
    for page in pages() {
        for block in page.blocks.iter().filter(|block| block.words.get(1).is_some_and(|it| it == "test")) {
            let suite = read(Source::new(&page.name, &block.text), &Examples(&page), Purpose::Judge);
            let suite = suite.unwrap_or_else(|report| panic!("{}: {:#?}", page.name, report.findings));
            for result in suite.run() {
                assert!(result.passed(), "{}: {result:#?}", page.name);
                count += 1;
            }
        }
    }
    assert!(count >= 5, "{count} tests were found");
}
