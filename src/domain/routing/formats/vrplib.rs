//! VRPLIB: capacities, time windows, prizes, several depots, longest durations, clients by
//! vehicle, backhauls. Sections as `PyVRP`'s instances use them.

use std::collections::HashMap;

use super::plane::{euclidean, square, whole};
use super::{Choices, FormatError, Goal, Instance, NODES_MAX, Rounding, numbers};
use crate::domain::routing::{Costs, Problem, Rep, Visit, Window};
use crate::domain::travel::{TravelMatrix, UNREACHABLE};

/// Reads the text of a `.vrp` file. Distances are rounded to the nearest whole number where the
/// file has no time windows, cut after one decimal with one depot and time windows (DIMACS), to
/// the nearest thousandth otherwise, unless told otherwise.
pub fn vrplib(text: &str, choices: Choices) -> Result<Instance, FormatError> {
    let sections = Sections::read(text)?;
    let rounding = choices.rounding.unwrap_or_else(|| usual_rounding(&sections));
    let mut matrix = sections.matrix(rounding)?;
    let depots = sections.depots(matrix.n_sources)?;
    let reader = Reader { sections: &sections, rounding, n: matrix.n_sources };
    let nodes: Vec<usize> = (0..reader.n).filter(|node| !depots.contains(node)).collect();
    let reps = reader.reps(&depots, choices.vehicles.unwrap_or(nodes.len().max(1)))?;
    let visits = reader.visits(&nodes, &reps.1)?;
    if sections.header("TYPE") == Some("VRPB") {
        forbid_backhaul_first(&mut matrix, &depots, &nodes, &visits);
    }
    let problem = Problem { profiles: vec![matrix], visits, reps: reps.0, ..Problem::default() };
    Ok(Instance { problem, nodes, scale: rounding.scale(), goal: Goal::Cost, scores: Vec::new() })
}

fn usual_rounding(sections: &Sections<'_>) -> Rounding {
    let kind = sections.header("TYPE").unwrap_or_default();
    match kind {
        "MDVRPTW" | "SDVRPTW" | "PVRPTW" => Rounding::NearestThousandth,
        _ if sections.has("TIME_WINDOW_SECTION") => Rounding::TruncateTenth,
        _ => Rounding::NearestInteger,
    }
}

/// No route may begin with a backhaul.
fn forbid_backhaul_first(
    matrix: &mut TravelMatrix,
    depots: &[usize],
    nodes: &[usize],
    visits: &[Visit],
) {
    let backhauls = visits.iter().zip(nodes).filter(|(visit, _)| visit.stage > 0);
    for (_, node) in backhauls {
        for depot in depots {
            matrix.duration_s[depot * matrix.n_targets + node] = UNREACHABLE;
        }
    }
}

/// The headers and sections of a file.
pub(super) struct Sections<'a> {
    headers: HashMap<&'a str, &'a str>,
    /// Rows of numbers, with the line of the first.
    rows: HashMap<&'a str, Vec<Vec<f64>>>,
}

impl<'a> Sections<'a> {
    pub fn read(text: &'a str) -> Result<Self, FormatError> {
        let mut found = Self { headers: HashMap::new(), rows: HashMap::new() };
        let mut section: Option<&str> = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            let is_word = line.starts_with(|c: char| c.is_ascii_alphabetic());
            if line == "EOF" {
                break;
            } else if let Some((key, value)) = line.split_once(':').filter(|_| is_word) {
                found.headers.insert(key.trim(), value.trim());
            } else if is_word {
                section = Some(line);
                found.rows.entry(line).or_default();
            } else if let Some(name) = section.filter(|_| !line.is_empty()) {
                let row = numbers(index + 1, line)?;
                found.rows.entry(name).or_default().push(row);
            } else if !line.is_empty() {
                return Err(FormatError::line(index + 1, "numbers before any section"));
            }
        }
        Ok(found)
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name).copied()
    }

    fn number(&self, name: &str) -> Result<Option<f64>, FormatError> {
        let Some(text) = self.header(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Some).ok_or_else(|| FormatError::whole(format!("{name} is not a number")))
    }

    fn has(&self, section: &str) -> bool {
        self.rows.contains_key(section)
    }

    fn section(&self, name: &str) -> Option<&[Vec<f64>]> {
        self.rows.get(name).map(Vec::as_slice)
    }

    pub fn matrix(&self, rounding: Rounding) -> Result<TravelMatrix, FormatError> {
        match self.header("EDGE_WEIGHT_TYPE").unwrap_or("EUC_2D") {
            "EUC_2D" => euclidean(&self.points()?, rounding),
            "EXPLICIT" => self.explicit(rounding),
            other => Err(FormatError::whole(format!(
                "EDGE_WEIGHT_TYPE {other} is not supported; EUC_2D and EXPLICIT are"
            ))),
        }
    }

    fn points(&self) -> Result<Vec<(f64, f64)>, FormatError> {
        let rows = self
            .section("NODE_COORD_SECTION")
            .ok_or_else(|| FormatError::whole("there is no NODE_COORD_SECTION"))?;
        let point = |row: &Vec<f64>| match row[..] {
            [_, x, y] => Ok((x, y)),
            _ => Err(FormatError::whole("a NODE_COORD_SECTION row is not a number, x and y")),
        };
        rows.iter().map(point).collect()
    }

    fn explicit(&self, rounding: Rounding) -> Result<TravelMatrix, FormatError> {
        let n = self.number("DIMENSION")?.unwrap_or(0.0);
        let n = whole(n)? as usize;
        let format = self.header("EDGE_WEIGHT_FORMAT").unwrap_or("FULL_MATRIX");
        let weights: Vec<f64> = self.section("EDGE_WEIGHT_SECTION").unwrap_or_default().concat();
        let cells: Vec<(usize, usize)> = cells(format, n)?;
        if cells.len() != weights.len() {
            let what = format!("{} edge weights where {} belong", weights.len(), cells.len());
            return Err(FormatError::whole(what));
        }
        let mut distances = vec![0; n * n];
        for ((row, column), weight) in cells.into_iter().zip(weights) {
            let weight = whole(weight * rounding.scale())?;
            distances[row * n + column] = weight;
            if format != "FULL_MATRIX" {
                distances[column * n + row] = weight;
            }
        }
        Ok(square(n, distances))
    }

    /// Depots as nodes from 0; the first node if the file names none.
    fn depots(&self, n: usize) -> Result<Vec<usize>, FormatError> {
        let rows = self.section("DEPOT_SECTION").unwrap_or_default();
        let named = rows.iter().flatten().take_while(|number| **number > 0.0);
        let depots: Vec<usize> = named.map(|number| index(*number, n)).collect::<Result<_, _>>()?;
        Ok(if depots.is_empty() { vec![0] } else { depots })
    }
}

/// The cells of a matrix in the order in which a format lists them.
fn cells(format: &str, n: usize) -> Result<Vec<(usize, usize)>, FormatError> {
    if n > NODES_MAX {
        return Err(FormatError::whole(format!("{n} nodes are more than the {NODES_MAX} allowed")));
    }
    let is_listed: fn(usize, usize) -> bool = match format {
        "FULL_MATRIX" => |_, _| true,
        "LOWER_ROW" => |row, column| column < row,
        "LOWER_DIAG_ROW" => |row, column| column <= row,
        "UPPER_ROW" => |row, column| column > row,
        "UPPER_DIAG_ROW" => |row, column| column >= row,
        _ => {
            return Err(FormatError::whole(format!(
                "EDGE_WEIGHT_FORMAT {format} is not supported"
            )));
        }
    };
    let all = (0..n).flat_map(|row| (0..n).map(move |column| (row, column)));
    Ok(all.filter(|(row, column)| is_listed(*row, *column)).collect())
}

/// A number counted from 1 as an index.
fn index(number: f64, count: usize) -> Result<usize, FormatError> {
    let position = whole(number)? as usize;
    if (1..=count).contains(&position) {
        return Ok(position - 1);
    }
    Err(FormatError::whole(format!("{number} is none of the {count} there are")))
}

struct Reader<'a> {
    sections: &'a Sections<'a>,
    rounding: Rounding,
    n: usize,
}

impl Reader<'_> {
    /// The rest of the row of each of `count` things, by number.
    fn table(&self, name: &str, count: usize) -> Result<Vec<Option<&[f64]>>, FormatError> {
        let mut table = vec![None; count];
        for row in self.sections.section(name).unwrap_or_default() {
            let [number, rest @ ..] = row.as_slice() else { continue };
            table[index(*number, count)?] = Some(rest);
        }
        Ok(table)
    }

    /// One number for each of `count` things: from the section, else the header.
    fn column(&self, name: &str, count: usize) -> Result<Vec<Option<f64>>, FormatError> {
        let usual = self.sections.number(name)?;
        let table = self.table(&format!("{name}_SECTION"), count)?;
        Ok(table
            .into_iter()
            .map(|row| row.and_then(|row| row.first().copied()).or(usual))
            .collect())
    }

    fn windows(&self) -> Result<Vec<Option<Window>>, FormatError> {
        let amount = |value| self.rounding.amount(value);
        let window = |row: Option<&[f64]>| match row {
            Some([from, to]) => Ok(Some(Window { from_s: amount(*from), to_s: amount(*to) })),
            None => Ok(None),
            Some(_) => Err(FormatError::whole("a TIME_WINDOW_SECTION row is not two times")),
        };
        self.table("TIME_WINDOW_SECTION", self.n)?.into_iter().map(window).collect()
    }

    /// The vehicles, and for each the nodes it may serve.
    #[expect(clippy::type_complexity, reason = "two lists that belong together")]
    fn reps(
        &self,
        depots: &[usize],
        usual: usize,
    ) -> Result<(Vec<Rep>, Vec<Option<Vec<usize>>>), FormatError> {
        let vehicles = match self.sections.number("VEHICLES")? {
            Some(number) => whole(number)? as usize,
            None => usual,
        };
        if vehicles > NODES_MAX {
            return Err(FormatError::whole(format!("{vehicles} vehicles are too many")));
        }
        let homes = self.column("VEHICLES_DEPOT", vehicles)?;
        let capacities = self.column("CAPACITY", vehicles)?;
        let durations = self.column("VEHICLES_MAX_DURATION", vehicles)?;
        let reaches = self.column("VEHICLES_MAX_DISTANCE", vehicles)?;
        let windows = self.windows()?;
        let mut reps = Vec::with_capacity(vehicles);
        for vehicle in 0..vehicles {
            let home = homes[vehicle].map_or(Ok(depots[0]), |number| index(number, self.n))?;
            let scaled = |value: Option<f64>| value.map(|value| self.rounding.amount(value));
            reps.push(Rep {
                start: Some(home),
                end: Some(home),
                shift: windows[home].unwrap_or(Rep::default().shift),
                capacity: capacities[vehicle].map(amount).into_iter().collect(),
                max_work_s: scaled(durations[vehicle]),
                max_distance_m: scaled(reaches[vehicle]),
                costs: Costs { per_meter: 1, ..Costs::default() },
                ..Rep::default()
            });
        }
        let allowed = self.table("VEHICLES_ALLOWED_CLIENTS_SECTION", vehicles)?;
        let allowed = allowed.into_iter().map(|row| {
            row.map(|row| row.iter().map(|number| index(*number, self.n)).collect()).transpose()
        });
        Ok((reps, allowed.collect::<Result<_, _>>()?))
    }

    fn visits(
        &self,
        nodes: &[usize],
        allowed: &[Option<Vec<usize>>],
    ) -> Result<Vec<Visit>, FormatError> {
        let demands = self.column("DEMAND", self.n)?;
        let backhauls = self.column("BACKHAUL", self.n)?;
        let services = self.column("SERVICE_TIME", self.n)?;
        let prizes = self.column("PRIZE", self.n)?;
        let windows = self.windows()?;
        let is_vrpb = self.sections.header("TYPE") == Some("VRPB");
        let has_loads =
            self.sections.has("DEMAND_SECTION") || self.sections.has("BACKHAUL_SECTION");
        let may = |node: usize| {
            let open = |list: &Option<Vec<usize>>| list.as_ref().is_none_or(|l| l.contains(&node));
            let reps = (0..allowed.len()).filter(|rep| open(&allowed[*rep]));
            allowed.iter().any(Option::is_some).then(|| reps.collect::<Vec<_>>())
        };
        let load = |value: Option<f64>| {
            if has_loads { vec![amount(value.unwrap_or(0.0))] } else { vec![] }
        };
        let visit = |&node: &usize| Visit {
            place: node,
            windows: windows[node].into_iter().collect(),
            service_s: self.rounding.amount(services[node].unwrap_or(0.0)),
            prize: prizes[node].map(|prize| self.rounding.amount(prize)),
            delivery: load(demands[node]),
            pickup: load(backhauls[node]),
            stage: u8::from(is_vrpb && backhauls[node].is_some_and(|amount| amount > 0.0)),
            allowed_reps: may(node),
            ..Visit::default()
        };
        Ok(nodes.iter().map(visit).collect())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "numbers beyond any bound are faults")]
fn amount(value: f64) -> i64 {
    value as i64
}
