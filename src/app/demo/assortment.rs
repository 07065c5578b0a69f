//! Who buys coffee, and how much.

/// What a kind of place means to a coffee wholesaler.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demand {
    /// Euros a year that a typical one spends.
    pub(super) euros: f64,
    /// How many of a hundred the company has in its books; the others are white space on the map.
    pub(super) known_percent: u32,
}

/// By category, exact ones first; `None` for places that buy no coffee.
pub(super) fn demand(category: &str) -> Option<Demand> {
    let (_, euros, known_percent) =
        DEMAND.iter().find(|(prefix, _, _)| category.starts_with(prefix))?;
    Some(Demand { euros: *euros, known_percent: *known_percent })
}

const DEMAND: [(&str, f64, u32); 22] = [
    ("amenity.cafe", 9_500.0, 50),
    ("amenity.restaurant", 6_200.0, 55),
    ("amenity.fast_food", 3_400.0, 35),
    ("amenity.bar", 2_600.0, 45),
    ("amenity.pub", 2_800.0, 40),
    ("amenity.nightclub", 1_800.0, 40),
    ("amenity.cinema", 5_500.0, 100),
    ("amenity.theatre", 4_800.0, 75),
    ("amenity.library", 2_400.0, 60),
    ("amenity.bank", 3_200.0, 40),
    ("tourism.hotel", 24_000.0, 80),
    ("tourism.hostel", 6_500.0, 70),
    ("tourism.museum", 4_200.0, 65),
    ("shop.bakery", 5_800.0, 100),
    ("shop.confectionery", 3_900.0, 100),
    ("shop.supermarket", 15_500.0, 85),
    ("shop.convenience", 4_100.0, 60),
    ("shop.kiosk", 2_900.0, 50),
    ("shop.books", 1_900.0, 40),
    ("shop.hairdresser", 900.0, 20),
    ("office.", 3_600.0, 45),
    ("leisure.fitness_centre", 2_700.0, 70),
];
