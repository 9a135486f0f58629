//! Plots as SVG.

use std::fmt::Write as _;

use super::words::{number, shortened};

/// A part of a plot: what it is called, how much it is, and how it is painted.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) value: u64,
    pub(super) paint: Paint,
}

/// How something is painted; the page's style gives the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// It holds IDs.
    Id,
    /// A runtime's.
    Runtime,
    /// Anything else.
    Plain,
}

impl Paint {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Runtime => "runtime",
            Self::Plain => "plain",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Area {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 360.0;
/// The width of a character of the treemap.
const CHARACTER: f64 = 6.6;

/// Rectangles whose areas are as the values; the largest first.
pub(super) fn treemap(parts: &[Part]) -> String {
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"Series by metric, as areas\">\n"
    );
    let values: Vec<f64> = parts.iter().map(|part| part.value as f64).collect();
    let whole = Area { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };
    for (part, area) in parts.iter().zip(squarified(&values, whole)) {
        let Area { x, y, width, height } = area;
        let (name, class) = (escaped(&part.name), part.paint.class());
        let series = number(part.value);
        _ = write!(
            svg,
            "<g><title>{name}: {series} series</title><rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
        );
        let fits = ((width - 8.0) / CHARACTER).max(0.0) as usize;
        if fits >= 4 && height >= 18.0 {
            let short = escaped(&shortened(&part.name, fits));
            _ = write!(svg, "<text x=\"{:.1}\" y=\"{:.1}\">{short}</text>", x + 4.0, y + 14.0);
            if height >= 34.0 {
                _ = write!(
                    svg,
                    "<text class=\"more\" x=\"{:.1}\" y=\"{:.1}\">{series}</text>",
                    x + 4.0,
                    y + 29.0
                );
            }
        }
        svg.push_str("</g>\n");
    }
    svg + "</svg>\n"
}

/// One bar, divided.
pub(super) fn strip(parts: &[Part]) -> String {
    let whole: u64 = parts.iter().map(|part| part.value).sum();
    let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} 28\" role=\"img\" aria-label=\"Series by kind\">\n");
    let mut x = 0.0;
    for (at, part) in parts.iter().enumerate() {
        let width = part.value as f64 / whole.max(1) as f64 * WIDTH;
        let name = escaped(&part.name);
        _ = writeln!(
            svg,
            "<g><title>{name}: {}</title><rect class=\"kind{at}\" x=\"{x:.1}\" y=\"0\" width=\"{width:.1}\" height=\"28\"/></g>",
            number(part.value)
        );
        x += width;
    }
    svg + "</svg>\n"
}

/// A bar for a cell of a table.
pub(super) fn bar(value: u64, most: u64, paint: Paint) -> String {
    let percent = value as f64 * 100.0 / most.max(1) as f64;
    format!("<span class=\"bar {}\" style=\"width:{percent:.1}%\"></span>", paint.class())
}

/// Text for HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

/// A squarified treemap (Bruls, Huizing and van Wijk, 2000): rows along the shorter side, as long as that makes rectangles
/// squarer. The values are in falling order.
fn squarified(values: &[f64], whole: Area) -> Vec<Area> {
    let total: f64 = values.iter().sum();
    let scale = if total > 0.0 { whole.width * whole.height / total } else { 0.0 };
    let mut areas = Vec::with_capacity(values.len());
    let mut left = whole;
    let mut rest = values;
    while !rest.is_empty() {
        let side = left.width.min(left.height);
        let mut count = 1;
        while count < rest.len()
            && worst(&rest[..count + 1], side, scale) <= worst(&rest[..count], side, scale)
        {
            count += 1;
        }
        let (row, behind) = rest.split_at(count);
        let sum: f64 = row.iter().sum::<f64>() * scale;
        let depth = if side > 0.0 { sum / side } else { 0.0 };
        let mut at = 0.0;
        for value in row {
            let length = if depth > 0.0 { value * scale / depth } else { 0.0 };
            areas.push(if left.width >= left.height {
                Area { x: left.x, y: left.y + at, width: depth, height: length }
            } else {
                Area { x: left.x + at, y: left.y, width: length, height: depth }
            });
            at += length;
        }
        if left.width >= left.height {
            left = Area { x: left.x + depth, width: (left.width - depth).max(0.0), ..left };
        } else {
            left = Area { y: left.y + depth, height: (left.height - depth).max(0.0), ..left };
        }
        rest = behind;
    }
    areas
}

/// How far from a square the worst rectangle of a row is.
fn worst(row: &[f64], side: f64, scale: f64) -> f64 {
    let sum: f64 = row.iter().sum::<f64>() * scale;
    let most = row.iter().copied().fold(0.0, f64::max) * scale;
    let least = row.iter().copied().fold(f64::INFINITY, f64::min) * scale;
    let (side, square) = (side * side, sum * sum);
    (side * most / square).max(square / (side * least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_as_the_values_and_do_not_overlap() {
        let values: Vec<f64> = (1..40).rev().map(|value| f64::from(value * value)).collect();
        let whole = Area { x: 0.0, y: 0.0, width: 300.0, height: 100.0 };
        let areas = squarified(&values, whole);
        let total: f64 = values.iter().sum();
        for (at, (area, value)) in areas.iter().zip(&values).enumerate() {
            let share = area.width * area.height / 30_000.0;
            assert!((share - value / total).abs() < 1e-9, "{area:?}");
            assert!(area.x + area.width <= 300.0 + 1e-6 && area.y + area.height <= 100.0 + 1e-6);
            for other in &areas[at + 1..] {
                let apart = area.x + area.width <= other.x + 1e-6
                    || other.x + other.width <= area.x + 1e-6
                    || area.y + area.height <= other.y + 1e-6
                    || other.y + other.height <= area.y + 1e-6;
                assert!(apart, "{area:?} {other:?}");
            }
        }
        assert!(squarified(&[0.0, 0.0], whole).iter().all(|area| area.width.is_finite()));
    }

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(escaped("<a b=\"c\">&'\u{1b}"), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;\u{fffd}");
    }
}
