//! `db:rebase`: two branches that both generated, merged.

#![expect(dead_code, reason = "models are read by their derive only")]

#[path = "rebase/branches.rs"]
mod branches;
#[path = "rebase/by_hand.rs"]
mod by_hand;
#[path = "rebase/models.rs"]
mod models;
#[path = "rebase/pairs.rs"]
mod pairs;
#[path = "rebase/refused.rs"]
mod refused;
#[path = "rebase/sides.rs"]
mod sides;
