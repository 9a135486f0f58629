use super::Rule;
pub static RULES: [Rule; 0] = [];
