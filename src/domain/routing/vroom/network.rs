//! Places and the ways between them.

use std::collections::{BTreeMap, HashMap};

use super::input::{Coordinates, Input, Matrices, PER_HOUR_USUAL, Vehicle};
use super::{Roads, VroomError};
use crate::domain::travel::TravelMatrix;
use crate::domain::units::LngLat;

/// Where the matrices of a profile stand.
#[derive(Debug, Clone, Copy)]
pub struct Ways {
    pub times: usize,
    pub prices: Option<usize>,
    pub has_distances: bool,
}

#[derive(Debug)]
pub struct Network {
    pub matrices: Vec<TravelMatrix>,
    pub ways: BTreeMap<String, Ways>,
    /// Place of each task.
    pub tasks: Vec<usize>,
    /// Of each vehicle.
    pub starts: Vec<Option<usize>>,
    pub ends: Vec<Option<usize>>,
    /// The matrices came with the problem.
    pub is_custom: bool,
}

impl Network {
    pub fn new(input: &Input, roads: &dyn Roads) -> Result<Self, VroomError> {
        let is_custom = !input.matrices.is_empty() || input.matrix.is_some();
        let mut network = Self {
            matrices: Vec::new(),
            ways: BTreeMap::new(),
            tasks: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            is_custom,
        };
        if is_custom {
            network.by_index(input)?;
            network.custom(input)?;
        } else {
            let places = network.by_coordinates(input)?;
            for vehicle in &input.vehicles {
                if !network.ways.contains_key(&vehicle.profile) {
                    let matrix = roads.matrix(&vehicle.profile, &places)?;
                    network.add(&vehicle.profile, matrix, None, true);
                }
            }
        }
        for (index, vehicle) in input.vehicles.iter().enumerate() {
            network.verify(index, vehicle)?;
        }
        Ok(network)
    }

    fn add(&mut self, profile: &str, times: TravelMatrix, prices: Option<TravelMatrix>, d: bool) {
        let at = self.matrices.len();
        self.matrices.push(times);
        let ways = Ways { times: at, prices: prices.as_ref().map(|_| at + 1), has_distances: d };
        self.matrices.extend(prices);
        self.ways.insert(profile.to_owned(), ways);
    }

    fn by_index(&mut self, input: &Input) -> Result<(), VroomError> {
        for (_, task) in input.tasks() {
            let missing = || VroomError::Input(format!("No location_index for task {}.", task.id));
            self.tasks.push(task.location_index.ok_or_else(missing)?);
        }
        self.starts = input.vehicles.iter().map(|vehicle| vehicle.start_index).collect();
        self.ends = input.vehicles.iter().map(|vehicle| vehicle.end_index).collect();
        Ok(())
    }

    fn custom(&mut self, input: &Input) -> Result<(), VroomError> {
        for vehicle in &input.vehicles {
            let profile = &vehicle.profile;
            if self.ways.contains_key(profile) {
                continue;
            }
            let older = input.matrix.as_ref().filter(|_| !input.matrices.contains_key(profile));
            let own = input.matrices.get(profile);
            let durations = own.and_then(|own| own.durations.as_ref()).or(older);
            let Some(durations) = durations else {
                return Err(VroomError::Input(format!("No durations for profile {profile}.")));
            };
            self.add_custom(profile, durations, own)?;
        }
        self.verify_indices()
    }

    fn add_custom(
        &mut self,
        profile: &str,
        durations: &[Vec<u32>],
        own: Option<&Matrices>,
    ) -> Result<(), VroomError> {
        let distances = own.and_then(|own| own.distances.as_deref());
        let costs = own.and_then(|own| own.costs.as_deref());
        let matrix = |times: &[Vec<u32>], distances: Option<&[Vec<u32>]>| {
            matrix(times, distances).ok_or_else(|| {
                VroomError::Input(format!("The matrices of profile {profile} are not square."))
            })
        };
        let times = matrix(durations, distances)?;
        let prices = costs.map(|costs| matrix(costs, None)).transpose()?;
        let sizes = self.matrices.first().into_iter().chain(&prices);
        if sizes.into_iter().any(|other| other.n_sources != times.n_sources) {
            return Err(VroomError::input("The matrices differ in size."));
        }
        self.add(profile, times, prices, distances.is_some());
        Ok(())
    }

    fn verify_indices(&self) -> Result<(), VroomError> {
        let size = self.matrices.first().map_or(0, |matrix| matrix.n_sources);
        let ends = self.starts.iter().chain(&self.ends).flatten();
        match self.tasks.iter().chain(ends).find(|index| **index >= size) {
            Some(index) => Err(VroomError::Input(format!(
                "Index {index} is not in the matrix of {size} places."
            ))),
            None => Ok(()),
        }
    }

    /// Numbers the locations; equal ones are one place.
    fn by_coordinates(&mut self, input: &Input) -> Result<Vec<LngLat>, VroomError> {
        let mut places = Places::default();
        for (_, task) in input.tasks() {
            let missing = || VroomError::Input(format!("No location for task {}.", task.id));
            self.tasks.push(places.number(task.location.ok_or_else(missing)?)?);
        }
        for vehicle in &input.vehicles {
            self.starts.push(vehicle.start.map(|at| places.number(at)).transpose()?);
            self.ends.push(vehicle.end.map(|at| places.number(at)).transpose()?);
        }
        Ok(places.list)
    }

    fn verify(&self, index: usize, vehicle: &Vehicle) -> Result<(), VroomError> {
        if self.starts[index].is_none() && self.ends[index].is_none() {
            return Err(VroomError::Input(format!("No start or end for vehicle {}.", vehicle.id)));
        }
        let ways = self.ways[&vehicle.profile];
        let costs = vehicle.costs;
        if ways.prices.is_some() && costs.per_hour != PER_HOUR_USUAL {
            return Err(VroomError::input(
                "Custom costs are incompatible with using a per_hour value.",
            ));
        }
        if !ways.has_distances && (costs.per_km > 0 || vehicle.max_distance.is_some()) {
            let what = format!("Distances are needed for vehicle {}.", vehicle.id);
            return Err(VroomError::Input(what));
        }
        Ok(())
    }
}

#[derive(Default)]
struct Places {
    list: Vec<LngLat>,
    numbers: HashMap<[u64; 2], usize>,
}

impl Places {
    fn number(&mut self, [lng, lat]: Coordinates) -> Result<usize, VroomError> {
        let at = LngLat::new(lng, lat)
            .map_err(|error| VroomError::Input(format!("{error}; longitude comes first.")))?;
        let next = self.list.len();
        let number = *self.numbers.entry([lng.to_bits(), lat.to_bits()]).or_insert(next);
        if number == next {
            self.list.push(at);
        }
        Ok(number)
    }
}

/// None unless square and of one size.
fn matrix(times: &[Vec<u32>], distances: Option<&[Vec<u32>]>) -> Option<TravelMatrix> {
    let n = times.len();
    let is_square = |rows: &[Vec<u32>]| rows.len() == n && rows.iter().all(|row| row.len() == n);
    let all_square = n > 0 && is_square(times) && distances.is_none_or(is_square);
    all_square.then(|| TravelMatrix {
        n_sources: n,
        n_targets: n,
        duration_s: times.concat(),
        distance_m: distances.map_or_else(|| vec![0; n * n], <[_]>::concat),
    })
}
