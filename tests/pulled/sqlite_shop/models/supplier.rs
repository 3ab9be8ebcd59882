//! The table `supplier`.

#[derive(strobila::Model)]
#[model(index(name = "supplier_name_key", columns(name), unique))]
pub struct Supplier {
    #[column(primary_key, identity)]
    pub id: i64,
    pub name: String,
    #[column(default = "{}")]
    pub contact: String,
    #[column(default = 14)]
    pub lead_days: i64,
}
