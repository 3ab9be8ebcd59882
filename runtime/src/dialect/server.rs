//! What connections to servers have in common, whatever the server.

pub(super) mod error;
pub(super) mod lock;
pub(super) mod url;
