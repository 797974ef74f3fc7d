//! `acker`: the composition root, the only place that picks a store.

mod backend;
mod cli;
mod demo;
mod installation;
mod names;
mod output;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::of_this_program();
    init_tracing();
    let runtime = tokio::runtime::Runtime::new().expect("the operating system gives threads");
    let outcome = runtime.block_on(cli.run());
    // Whatever is still reading in the background must not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            output::complain(&error);
            cli::exit_code(&error)
        }
    }
}

/// Messages go to standard error; `RUST_LOG` says which.
fn init_tracing() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
