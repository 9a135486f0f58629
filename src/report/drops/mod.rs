//! What could be left out of what is stored: as text, and as JSON.

mod model;
mod text;

pub use model::{DropsReport, drops_schema};
pub use text::write_drops;
