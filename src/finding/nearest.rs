//! Words that were likely meant.

/// The word that was likely meant: one within a typing mistake or two.
pub(crate) fn nearest<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_lowercase();
    let distance = |candidate: &str| strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
    let limit = (1 + word.len() / 5).min(3);
    // The distance is never less than the difference in length.
    let length = lower.chars().count();
    let candidates = known.iter().filter(|candidate| candidate.len().abs_diff(length) <= limit);
    let (distance, near) = candidates.map(|candidate| (distance(candidate), *candidate)).min()?;
    (distance <= limit).then_some(near)
}
