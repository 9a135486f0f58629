//! Files: reading, writing, finding. With `cli/` the only room that touches them.

mod around;
mod dump;
mod read;
mod repository;
mod settings;
mod walk;
mod write;

pub use around::Folder;
pub use dump::read_dump;
pub use read::{DEFAULT_MAX_SIZE, read, read_stdin};
pub use repository::repository_of;
pub use settings::find_settings;
pub use walk::{Input, find_fitting, find_folders, find_inputs, find_tests};
pub use write::{create, write};
