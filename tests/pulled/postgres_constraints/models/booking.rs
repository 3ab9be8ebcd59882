//! The table `booking`.

#[derive(strobila::Model)]
#[model(
    exclude(name = "booking_int4range_excl", columns("(int4range(id, id + 1)) with &&"), using = "gist"),
    exclude(columns("room with =", "during with &&"), using = "gist", where = "NOT cancelled", deferrable)
)]
pub struct Booking {
    #[column(primary_key)]
    pub id: i32,
    #[column(type = "int4range")]
    pub room: String,
    #[column(type = "tsrange")]
    pub during: Option<String>,
    #[column(default = false)]
    pub cancelled: bool,
}
