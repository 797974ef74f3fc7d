//! Greedy complete linkage of places.

/// Groups whose members are all pairs, grown by the pairs in their order: each of two or more,
/// ascending; the groups by their first member. Each pair must be there once.
pub(super) fn linked(count: usize, pairs: &[(u32, u32, f32)]) -> Vec<Vec<u32>> {
    let mut groups = Groups::new(count, pairs);
    for &(a, b, _) in pairs {
        groups.join(a, b);
    }
    let mut groups: Vec<Vec<u32>> =
        groups.all.into_iter().map(|it| it.members).filter(|it| it.len() > 1).collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

#[derive(Debug)]
struct Groups {
    of_place: Vec<u32>,
    all: Vec<Group>,
    /// The partners of each place, ascending.
    partners: Vec<u32>,
    starts: Vec<usize>,
}

#[derive(Debug, Clone, Default)]
struct Group {
    /// Nobody but the place itself, where there are none.
    members: Vec<u32>,
    /// With whom all its members are pairs, ascending.
    common: Vec<u32>,
}

impl Groups {
    fn new(count: usize, pairs: &[(u32, u32, f32)]) -> Self {
        let ends = || pairs.iter().flat_map(|&(a, b, _)| [(a, b), (b, a)]);
        let mut starts = vec![0; count + 1];
        ends().for_each(|(a, _)| starts[a as usize + 1] += 1);
        for place in 0..count {
            starts[place + 1] += starts[place];
        }
        let (mut next, mut partners) = (starts.clone(), vec![0; 2 * pairs.len()]);
        for (a, b) in ends() {
            partners[next[a as usize]] = b;
            next[a as usize] += 1;
        }
        for place in 0..count {
            partners[starts[place]..starts[place + 1]].sort_unstable();
        }
        let of_place = (0..).take(count).collect();
        Self { of_place, all: vec![Group::default(); count], partners, starts }
    }

    fn members<'a>(&'a self, group: &'a u32) -> &'a [u32] {
        let members = &self.all[*group as usize].members;
        if members.is_empty() { std::slice::from_ref(group) } else { members }
    }

    fn common(&self, group: u32) -> &[u32] {
        let place = group as usize;
        if self.all[place].members.is_empty() {
            return &self.partners[self.starts[place]..self.starts[place + 1]];
        }
        &self.all[place].common
    }

    /// Makes the groups of two places one, if all their members are pairs.
    fn join(&mut self, a: u32, b: u32) {
        let (into, from) = (self.of_place[a as usize], self.of_place[b as usize]);
        if into == from {
            return;
        }
        let common = self.common(into);
        if !self.members(&from).iter().all(|it| common.binary_search(it).is_ok()) {
            return;
        }
        let others = self.common(from);
        let both = common.iter().copied().filter(|it| others.binary_search(it).is_ok()).collect();
        let joining = self.members(&from).to_vec();
        let members = [self.members(&into), &joining].concat();
        for member in joining {
            self.of_place[member as usize] = into;
        }
        self.all[from as usize] = Group::default();
        self.all[into as usize] = Group { members, common: both };
    }
}
