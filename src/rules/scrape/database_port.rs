//! Databases and brokers that do not speak HTTP on their own port. Name and port must agree: many a service listens on
//! 9092 that is no Kafka.

use crate::finding::short;
use crate::rules::reach::{addresses, host_and_port, keeps};
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

/// Names by which hosts of a database are called, its port, and what exports its metrics.
const DATABASES: [(&[&str], &str, &str); 10] = [
    (&["redis", "valkey"], "6379", "redis_exporter"),
    (&["postgres", "postgresql", "pg", "timescaledb"], "5432", "postgres_exporter"),
    (&["mysql", "mariadb"], "3306", "mysqld_exporter"),
    (&["mongo", "mongodb"], "27017", "mongodb_exporter"),
    (&["kafka"], "9092", "the JMX exporter or kafka_exporter"),
    (&["rabbitmq", "rabbit"], "5672", "RabbitMQ's own plugin, on port 15692"),
    (&["memcached"], "11211", "memcached_exporter"),
    (&["zookeeper", "zk"], "2181", "ZooKeeper's own metrics, on port 7000"),
    (&["cassandra"], "9042", "the JMX exporter"),
    (&["mssql", "sqlserver"], "1433", "sql_exporter"),
];

/// Parts of host names that say which one it is, or what for.
const ROLES: [&str; 17] = [
    "db",
    "database",
    "primary",
    "secondary",
    "master",
    "slave",
    "replica",
    "node",
    "server",
    "broker",
    "main",
    "dev",
    "test",
    "prod",
    "cluster",
    "headless",
    "svc",
];

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    if !matches!(job.config.metrics_path.text_or("/metrics"), "/metrics" | "/") {
        return;
    }
    let config = job.config;
    let found: Vec<_> = addresses(config)
        .filter_map(|(address, span)| Some((address, span, exporter_for(address)?)))
        .collect();
    if found.is_empty() || !keeps(config, "__address__") {
        return;
    }
    for (address, span, exporter) in found {
        let finding = cx
            .finding(span, format!("{} is a database's own port, which has no metrics", short(address)))
            .with_label("does not speak HTTP")
            .with_note("every scrape fails, and the database logs a broken connection each time")
            .with_help(format!("scrape {exporter} instead"))
            .with_job(Some(config.name()));
        cx.report(finding);
    }
}

/// What exports the metrics of a database whose own address this is.
fn exporter_for(address: &str) -> Option<&'static str> {
    let (host, port) = host_and_port(address);
    let mut databases = DATABASES.iter().filter(|(_, own, _)| Some(*own) == port);
    databases.find(|(names, ..)| names.contains(&&*called(host))).map(|&(_, _, exporter)| exporter)
}

/// What a host is called: the last part of its first label that is neither a number nor a role.
fn called(host: &str) -> String {
    let label = host.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let mut parts = label.rsplit(['-', '_']).map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit()));
    parts.find(|part| !part.is_empty() && !ROLES.contains(part)).unwrap_or_default().to_owned()
}
