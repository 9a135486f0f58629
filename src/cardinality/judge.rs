//! Which labels tell single things or moments apart, of which there is no end.

use super::census::{Column, Counted, Metric};
use super::packs::Expected;
use super::values::Class;

/// A label of a metric that holds IDs.
pub(super) struct Suspicion<'c> {
    pub(super) class: Class,
    pub(super) example: &'c str,
    /// How many of the values that were looked at have the form of IDs.
    pub(super) matching: u64,
    pub(super) expected: Expected,
    /// Another label of the metric, itself not of IDs, that comes with one value of this one.
    pub(super) rides_along: Option<&'c str>,
}

/// The labels of a metric that hold IDs, by number.
pub(super) fn suspicions<'c>(counted: &'c Counted, metric: &'c Metric) -> Vec<(usize, Suspicion<'c>)> {
    let columns = metric.columns.iter().enumerate();
    let mut found: Vec<_> =
        columns.filter_map(|(at, column)| Some((at, suspicion(counted, column, metric)?))).collect();
    let suspects: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
    for (at, suspicion) in &mut found {
        // Without it there would be fewer series, so no other label says what it says.
        if counted.needs(&metric.columns[*at]) {
            continue;
        }
        let others = metric.columns.iter().enumerate().filter(|(other, _)| !suspects.contains(other));
        let mut sayers = others.filter(|(other, column)| says(metric, *other, column, *at));
        suspicion.rides_along = sayers.next().map(|(_, column)| &*column.name);
    }
    found
}

/// Whether a label that all series have comes with one value of another label each time.
fn says(metric: &Metric, one: usize, column: &Column, other: usize) -> bool {
    let is_everywhere = column.series == metric.series;
    let is_unique = column.values.distinct.count().value == metric.series;
    is_everywhere && (is_unique || metric.dependence.determines(one, other))
}

fn suspicion<'c>(counted: &Counted, column: &'c Column, metric: &Metric) -> Option<Suspicion<'c>> {
    let examined = column.values.examined;
    let main = column.values.classes.iter().max_by_key(|of| of.values)?;
    let expected = counted.knowledge.expected(&column.name);
    if expected == Expected::Bounded || examined < 2 || metric.series < 2 {
        return None;
    }
    let matching = match main.class {
        Class::Number => main.values,
        _ => column.values.classes.iter().map(|of| of.values).sum(),
    };
    // Of routes and texts, some are fixed.
    let share = match main.class {
        Class::PathWithId | Class::TextWithId => 50,
        Class::Number => 90,
        _ => 80,
    };
    let is_index = main.class == Class::Number && expected != Expected::Unbounded && is_index(column);
    let counts = matching >= enough(main.class, expected) && matching * 100 >= examined * share;
    (counts && !is_index).then_some(Suspicion {
        class: main.class,
        example: &main.example,
        matching,
        expected,
        rides_along: None,
    })
}

/// How many values of a class a label has to have. The less a form says and the less the name promises IDs, the more.
fn enough(class: Class, expected: Expected) -> u64 {
    let [unbounded, id, unknown, few] = match class {
        Class::Uuid | Class::Hash | Class::Token | Class::TextWithId => [2, 5, 10, 50],
        Class::Email => [2, 5, 5, 20],
        Class::Timestamp => [2, 5, 10, 50],
        Class::PathWithId => [3, 5, 10, 50],
        Class::FreeText => [3, 10, 20, 50],
        Class::Ip | Class::IpAndPort => [5, 20, 20, 200],
        Class::Number => [5, 20, 50, 200],
    };
    match expected {
        Expected::Unbounded => unbounded,
        Expected::Id => id,
        Expected::Unknown => unknown,
        Expected::Few => few,
        Expected::Bounded => u64::MAX,
    }
}

/// Numbers counted up from 0 or 1 with hardly a gap: of CPUs, partitions, shards.
fn is_index(column: &Column) -> bool {
    let (Some(smallest), Some(largest)) = (column.values.smallest, column.values.largest) else {
        return false;
    };
    smallest <= 1 && largest < column.values.examined * 2
}
