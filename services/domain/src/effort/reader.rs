//! From tokens to an effort: how long, how often, how many people, each said once, in any order.

#![expect(clippy::wildcard_enum_match_arm, reason = "a word that does not fit is told as such")]

use events::hours::{Effort, Occurrences, Period};

use super::{NotUnderstood, tokens::Token, words::Meaning};

#[cfg_attr(
    not(test),
    expect(clippy::enum_glob_use, reason = "the grammar is read more easily without the prefix")
)]
use super::words::Meaning::*;

const DAYS_A_WEEK: f64 = 7.0;

/// Reads the tokens of a text.
pub(super) fn read(text: &str, tokens: &[Token]) -> Result<Effort, NotUnderstood> {
    let mut reader = Reader { text, tokens, at: 0, from: 0, said: Said::default() };
    while reader.at < tokens.len() {
        reader.from = reader.at;
        reader.step()?;
    }
    reader.said.effort()
}

/// A figure and the words that say it.
type Part<T> = Option<(T, String)>;

/// What was said so far.
#[derive(Debug, Default)]
struct Said {
    hours: Part<f64>,
    count: Part<f64>,
    period: Part<(f64, Period)>,
    people: Part<f64>,
    /// `x 3`: times or people, whichever is missing.
    bare: Part<f64>,
}

#[derive(Debug)]
struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// The next token.
    at: usize,
    /// The first token of what is being read.
    from: usize,
    said: Said,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<Meaning> {
        self.tokens.get(self.at + ahead).map(|it| it.meaning)
    }

    /// The words from where this part began.
    fn words(&self) -> String {
        let last = self.at.clamp(self.from + 1, self.tokens.len()) - 1;
        let place = self.tokens[self.from].place.start..self.tokens[last].place.end;
        self.text[place].to_owned()
    }

    fn unclear<T>(&self, what: &str) -> Result<T, NotUnderstood> {
        Err(NotUnderstood::new(format!("`{}` {what}", self.words())))
    }

    /// Takes the next part.
    fn step(&mut self) -> Result<(), NotUnderstood> {
        let Some(meaning) = self.peek(0) else { return Ok(()) };
        match meaning {
            Figure(_) | Part(_) | Half | Article | Quarter => return self.amount(false, false),
            _ => self.at += 1,
        }
        match meaning {
            Whole(hours) => self.hours(hours),
            Adverb(n, period) => self.period(n, period),
            Weekday => self.weekday(),
            Count(n) => self.count(n),
            Together(n) => self.people(n),
            Times => self.after_sign(),
            Per => self.after_per(),
            Every => self.after_every(),
            With => self.after_with(),
            Unit(_, Some(period)) => self.period(1.0, period),
            Hourly => self.unclear("is no period that is known: say how often a day"),
            Unclear(why) => self.unclear(&format!("may mean {why}")),
            People | Colleagues => self.people_without_figure(),
            _ => self.unclear("is not understood here"),
        }
    }

    /// `per day and person`, `both of us`; else how many?
    fn people_without_figure(&self) -> Result<(), NotUnderstood> {
        let before = self.from.checked_sub(1).map(|it| self.tokens[it].meaning);
        let is_each = matches!(self.words().to_lowercase().as_str(), "person" | "kopf" | "head");
        if is_each || matches!(before, Some(Together(_))) {
            return Ok(());
        }
        self.unclear("needs a figure: how many?")
    }

    /// `x` before something: only a figure that nothing else explains needs it.
    fn after_sign(&mut self) -> Result<(), NotUnderstood> {
        match self.peek(0) {
            Some(Figure(_) | Part(_) | Half) => self.amount(true, false),
            _ => Ok(()),
        }
    }

    /// `per week`, `je 20 Minuten`, `per person`.
    fn after_per(&mut self) -> Result<(), NotUnderstood> {
        match (self.peek(0), self.peek(1)) {
            (Some(Article), Some(Unit(_, Some(period)))) | (Some(Unit(_, Some(period))), _) => {
                self.at += if self.peek(0) == Some(Article) { 2 } else { 1 };
                self.period(1.0, period)
            }
            (Some(Quarter), next) if !matches!(next, Some(Unit(..) | Article)) => {
                self.at += 1;
                self.period(1.0, Period::Quarter)
            }
            (Some(People | Colleagues | Times), _) => {
                self.at += 1;
                Ok(())
            }
            (Some(Weekday), _) => Ok(()),
            (Some(Unit(..)), _) => self.hour_is_no_period(),
            (Some(Figure(_)), Some(Unit(_, Some(_)))) => {
                self.at += 2;
                self.unclear("is not clear: how long, or how often?")
            }
            _ => Ok(()),
        }
    }

    fn hour_is_no_period<T>(&mut self) -> Result<T, NotUnderstood> {
        self.at += 1;
        self.unclear("is no period that is known: say how often a day")
    }

    /// `every day`, `alle zwei Wochen`, `every other month`; `each` may stand alone.
    fn after_every(&mut self) -> Result<(), NotUnderstood> {
        if self.peek(0) == Some(Other) {
            self.at += 1;
            return self.every(2.0);
        }
        match (self.peek(0), self.peek(1)) {
            (Some(Weekday), _) => Ok(()),
            (Some(Unit(..) | Quarter), _) => self.every(1.0),
            (Some(Figure(_) | Half | Article), _) => {
                let before = self.at;
                let n = self.quantity()?;
                if matches!(self.peek(0), Some(Unit(_, Some(_)) | Quarter)) {
                    return self.every(n);
                }
                // `each 10 min`, `je 3 Leute`
                self.at = before;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Once in so many of the period that follows. Fourteen days are two weeks, whoever works on them.
    fn every(&mut self, periods: f64) -> Result<(), NotUnderstood> {
        let period = match self.peek(0) {
            Some(Unit(_, Some(period))) => period,
            Some(Quarter) => Period::Quarter,
            Some(Unit(_, None)) => return self.hour_is_no_period(),
            Some(Weekday) => Period::Week,
            _ => return self.unclear("needs a period: day, week, month, quarter or year"),
        };
        self.at += 1;
        if periods <= 0.0 {
            return self.unclear("is no period");
        }
        if period == Period::Day && periods % DAYS_A_WEEK == 0.0 {
            return self.period(DAYS_A_WEEK / periods, Period::Week);
        }
        self.period(1.0 / periods, period)
    }

    /// `with 3 colleagues`: three or four people?
    fn after_with(&mut self) -> Result<(), NotUnderstood> {
        if matches!(self.peek(0), Some(Figure(_) | Article)) {
            return self.amount(false, true);
        }
        Ok(())
    }

    /// A figure, and what it counts.
    fn amount(&mut self, has_sign: bool, is_with: bool) -> Result<(), NotUnderstood> {
        let is_article = self.peek(0) == Some(Article);
        if is_article && let Some(period) = self.article_period() {
            self.at += 2;
            return self.period(1.0, period);
        }
        if let Some(hours) = self.quarters_of_an_hour() {
            return self.hours(hours);
        }
        if self.peek(0) == Some(Quarter) {
            self.at += 1;
            return self.period(1.0, Period::Quarter);
        }
        let n = self.quantity()?;
        let is_joined = self.tokens.get(self.at).is_some_and(|it| it.is_joined);
        match (self.peek(0), self.peek(1)) {
            (Some(Unit(Some(hours), _)), _) => {
                self.at += 1;
                let more = self.more_of_the_time(hours)?;
                self.hours(in_hours(n, hours) + more)
            }
            (Some(Whole(hours)), _) => {
                self.at += 1;
                self.hours(n * hours)
            }
            (Some(Unit(None, _)), _) => {
                self.at += 1;
                self.unclear("is too long for one occurrence: say it in hours or days")
            }
            (Some(Times), next) => {
                self.at += 1;
                // `2 x 4 people` has its sign; `2 x x 4` has one too many.
                if next == Some(Times) {
                    self.unclear("has a sign too many")
                } else {
                    self.count(n)
                }
            }
            (Some(Adverb(..)), _) if is_joined => {
                self.at += 1;
                self.unclear("is not clear: so often, or once in so many?")
            }
            (Some(Per | Adverb(..) | Every), _) => self.count(n),
            (Some(Article), Some(Unit(_, Some(_)) | Quarter)) => self.count(n),
            (Some(DayLong), _) => self.every_days(n),
            (Some(Colleagues), _) if is_with => {
                self.at += 1;
                self.unclear("may be so many people or one more: say how many people in all")
            }
            (Some(People | Colleagues), _) => {
                self.at += 1;
                self.people(n)
            }
            _ if has_sign => self.bare(n),
            _ => self.unclear("says a figure, but not of what: minutes, times or people?"),
        }
    }

    fn every_days(&mut self, days: f64) -> Result<(), NotUnderstood> {
        self.at += 1;
        if days > 0.0 && days % DAYS_A_WEEK == 0.0 {
            return self.period(DAYS_A_WEEK / days, Period::Week);
        }
        self.unclear("is not clear: say how often in a week")
    }

    /// `a day` as a period: behind how long or how often.
    fn article_period(&self) -> Option<Period> {
        let awaits =
            self.said.period.is_none() && (self.said.hours.is_some() || self.said.count.is_some());
        match (self.peek(1), self.peek(2)) {
            (Some(Unit(hours, Some(period))), _) if awaits || hours.is_none() => Some(period),
            (Some(Quarter), next) if !matches!(next, Some(Article | Unit(..))) => {
                Some(Period::Quarter)
            }
            _ => None,
        }
    }

    /// `a quarter of an hour`, `three quarters of an hour`, `eine viertel Stunde`.
    fn quarters_of_an_hour(&mut self) -> Option<f64> {
        let (n, ahead) = match self.peek(0)? {
            Quarter => (1.0, 0),
            Article => (1.0, 1),
            Figure(n) => (n, 1),
            _ => return None,
        };
        let is_quarter =
            matches!(self.peek(ahead), Some(Quarter | Unit(None, Some(Period::Quarter))));
        let hour = if self.peek(ahead + 1) == Some(Article) { ahead + 2 } else { ahead + 1 };
        match self.peek(hour) {
            Some(Unit(Some(hours), None)) if is_quarter && hours > 0.9 => {
                self.at += hour + 1;
                Some(n / 4.0)
            }
            _ => None,
        }
    }

    /// `2`, `1 1/2`, `1½`, `3/4` before a time, `two and a half`, `half an`.
    fn quantity(&mut self) -> Result<f64, NotUnderstood> {
        let Some(first) = self.peek(0) else { return self.unclear("is not understood here") };
        self.at += 1;
        let n = match first {
            Half | Article => return Ok(self.part_of_one(first)),
            Figure(n) | Part(n) => n,
            _ => return self.unclear("is not understood here"),
        };
        match (self.peek(0), self.peek(1), self.peek(2)) {
            (Some(Part(part)), ..) => {
                self.at += 1;
                Ok(n + part)
            }
            (Some(Per), Some(Figure(of)), Some(Unit(Some(_), None))) if of > 0.0 => {
                self.at += 2;
                Ok(n / of)
            }
            (Some(Figure(upper)), Some(Per), Some(Figure(of))) if of > upper => {
                self.at += 3;
                Ok(n + upper / of)
            }
            (Some(Half), ..) => {
                self.at += 1;
                Ok(n + 0.5)
            }
            (Some(Article), Some(Half), _) => {
                self.at += 2;
                Ok(n + 0.5)
            }
            _ => Ok(n),
        }
    }

    /// Behind `half` or `a`: `half an hour`, `a half hour`, `eine dreiviertel Stunde`, `a dozen`.
    fn part_of_one(&mut self, first: Meaning) -> f64 {
        let part = match (first, self.peek(0)) {
            (Article, Some(Half)) => 0.5,
            (Article, Some(Figure(n) | Part(n))) => n,
            (Half, Some(Article)) => 0.5,
            (Half, _) => return 0.5,
            _ => return 1.0,
        };
        self.at += 1;
        part
    }

    /// `1 h 30 min`, `1h30`, `1 hour and a half`.
    fn more_of_the_time(&mut self, unit: f64) -> Result<f64, NotUnderstood> {
        match (self.peek(0), self.peek(1)) {
            (Some(Figure(n)), Some(Unit(Some(smaller), _))) if smaller < unit => {
                self.at += 2;
                Ok(in_hours(n, smaller) + self.more_of_the_time(smaller)?)
            }
            (Some(Article), Some(Half))
                if self.peek(2).is_none_or(|it| !matches!(it, Unit(..))) =>
            {
                self.at += 2;
                Ok(unit / 2.0)
            }
            (Some(Figure(minutes)), _) if self.is_glued() && minutes < 60.0 => {
                self.at += 1;
                Ok(in_hours(minutes, unit / 60.0))
            }
            _ => Ok(0.0),
        }
    }

    /// No space between the last token and the next, and none of it used otherwise: `1h30`.
    fn is_glued(&self) -> bool {
        let places = (self.tokens.get(self.at - 1), self.tokens.get(self.at));
        let is_hour = matches!(places.0, Some(it) if it.meaning == Unit(Some(1.0), None));
        let touches = matches!(places, (Some(a), Some(b)) if a.place.end == b.place.start);
        is_hour && touches && !matches!(self.peek(1), Some(Times | People))
    }

    fn hours(&mut self, hours: f64) -> Result<(), NotUnderstood> {
        let words = self.words();
        once(&mut self.said.hours, hours, words, "how long it takes")
    }

    fn count(&mut self, n: f64) -> Result<(), NotUnderstood> {
        let words = self.words();
        once(&mut self.said.count, n, words, "how often")
    }

    fn period(&mut self, n: f64, period: Period) -> Result<(), NotUnderstood> {
        let words = self.words();
        once(&mut self.said.period, (n, period), words, "in which period")
    }

    fn people(&mut self, n: f64) -> Result<(), NotUnderstood> {
        let words = self.words();
        once(&mut self.said.people, n, words, "how many people")
    }

    fn bare(&mut self, n: f64) -> Result<(), NotUnderstood> {
        let words = self.words();
        once(&mut self.said.bare, n, words, "what is multiplied")
    }

    /// `montags und freitags`: each adds one a week.
    fn weekday(&mut self) -> Result<(), NotUnderstood> {
        let mut days = 1.0;
        while self.peek(0) == Some(Weekday) {
            self.at += 1;
            days += 1.0;
        }
        self.period(days, Period::Week)
    }
}

/// Sixtieths are divided by sixty, not multiplied by a rounded part: what is rendered must read back.
fn in_hours(n: f64, unit: f64) -> f64 {
    if unit < 1.0 { n / (1.0 / unit).round() } else { n * unit }
}

fn once<T>(part: &mut Part<T>, it: T, words: String, what: &str) -> Result<(), NotUnderstood> {
    if let Some((_, before)) = part {
        let what = format!("`{before}` and `{words}` both say {what}");
        return Err(NotUnderstood::new(what));
    }
    *part = Some((it, words));
    Ok(())
}

impl Said {
    fn effort(mut self) -> Result<Effort, NotUnderstood> {
        if let Some((n, words)) = self.bare.take() {
            match (&self.count, &self.people) {
                (Some(_), None) => self.people = Some((n, words)),
                (None, Some(_)) => self.count = Some((n, words)),
                _ => {
                    let what = format!("`{words}` is not clear: so many times, or so many people?");
                    return Err(NotUnderstood::new(what));
                }
            }
        }
        let Some((per_occurrence, _)) = self.hours else {
            return Err(NotUnderstood::new("it is not said how long it takes each time"));
        };
        let Some(((in_it, per), _)) = self.period else {
            let what = self.count.map_or_else(
                || "it is not said how often".to_owned(),
                |(_, words)| format!("`{words}`: in a day, week, month, quarter or year?"),
            );
            return Err(NotUnderstood::new(what));
        };
        let n = self.count.map_or(1.0, |(n, _)| n) * in_it;
        let people = self.people.map_or(1.0, |(n, _)| n);
        let effort = Effort { per_occurrence, occurrences: Occurrences { n, per }, people };
        if [per_occurrence, n, people].iter().all(|it| it.is_finite()) {
            Ok(effort)
        } else {
            Err(NotUnderstood::new("the figures are too large"))
        }
    }
}
