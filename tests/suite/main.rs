//! Outside-in tests, in one binary so that they link once.
//!
//! What the program promises is asked of the real program: it is built, started on a free port in a
//! temporary folder, spoken to over HTTP and from the terminal, stopped and killed.
#![cfg(test)]

mod analysing;
mod architecture;
mod auditing;
mod bulk;
mod commands;
mod companies;
mod complete;
mod data;
mod demo;
mod doing;
mod exports;
mod figures;
mod golden;
mod ideas;
mod languages;
mod lenses;
mod merging;
mod models;
mod readers;
mod rebuild;
mod redacting;
mod schemas;
mod second_company;
mod serving;
mod support;
mod tables;
mod ten_minutes;
mod terminal;
mod verdicts;
mod vocabulary;
mod what_if;
