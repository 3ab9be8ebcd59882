//! Only tests; see `derive_ui.rs`.
