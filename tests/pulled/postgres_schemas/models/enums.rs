//! The enums of this module.

/// The enum `state`.
#[derive(strobila::Enum)]
pub enum State {
    /// `open`
    Open,
    /// `shut`
    Shut,
}

/// The enum `state`.
#[derive(strobila::Enum)]
#[strobila(name = "state", schema = "sales")]
pub enum State2 {
    /// `ajar`
    Ajar,
}
