#include "docker/project/obstacles.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/writable_place.h"

namespace docktor::docker {
namespace {

constexpr std::array<std::string_view, 72> kStores{
    // clang-format off
    "postgres", "postgresql", "postgis", "pgvector", "timescale", "timescaledb", "mysql", "mariadb", "percona", "mssql",
    "oracle", "sqlserver", "cockroach", "cockroachdb", "tidb", "tikv", "yugabyte", "yugabytedb", "mongo", "mongodb",
    "ferretdb", "couchdb", "couchbase", "arangodb", "neo4j", "orientdb", "rethinkdb", "surrealdb", "redis", "valkey",
    "keydb", "dragonfly", "dragonflydb", "cassandra", "scylla", "scylladb", "hbase", "clickhouse", "influxdb", "questdb",
    "victoriametrics", "prometheus", "loki", "elasticsearch", "opensearch", "solr", "meilisearch", "typesense", "manticore", "qdrant",
    "milvus", "weaviate", "chroma", "chromadb", "rabbitmq", "kafka", "redpanda", "pulsar", "activemq", "artemis",
    "nats", "mosquitto", "emqx", "zookeeper", "etcd", "consul", "vault", "minio", "seaweedfs", "rqlite",
    "firebird", "db2",
    // clang-format on
};

/// Words of a program that talks to a store and is none.
constexpr std::array<std::string_view, 33> kCompanions{
    // clang-format off
    "client", "cli", "exporter", "express", "commander", "insight", "ui", "gui", "admin", "dashboard",
    "dashboards", "console", "proxy", "bouncer", "router", "backup", "operator", "agent", "metrics", "monitor", "connect",
    "connector", "consumer", "producer", "worker", "adapter", "bridge", "migrate", "migrations", "init", "template", "k8s",
    "alertmanager",
    // clang-format on
};

template <std::size_t N>
bool IsOneOf(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsDigits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit); }

std::vector<std::string> Words(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte))
      words.back() += static_cast<char>(std::tolower(byte));
    else
      words.emplace_back();
  }
  return words;
}

bool NamesStore(std::string_view word) {
  if (IsOneOf(kStores, word)) return true;
  while (!word.empty() && IsDigit(word.back())) word.remove_suffix(1);  // mysql8
  return IsOneOf(kStores, word);
}

/// "host:5000/team/name:tag@sha256:…" → "host:5000/team/name"
std::string_view WithoutTag(std::string_view image) {
  image = image.substr(0, image.find('@'));
  const auto slash = image.rfind('/');
  return image.substr(0, image.find(':', slash == std::string_view::npos ? 0 : slash));
}

/// A port of the container's that asks for one port of the host's. A range or none leaves room for others.
std::vector<Obstacle> FixedPorts(const json::object& inspect) {
  std::vector<Obstacle> found;
  for (const auto& [port, bindings] : Object(inspect, {"HostConfig", "PortBindings"})) {
    if (!bindings.is_array()) continue;
    for (const auto& binding : bindings.get_array()) {
      if (!binding.is_object()) continue;
      const auto host_port = Text(binding.get_object(), {"HostPort"});
      if (!IsDigits(host_port) || host_port.find_first_not_of('0') == std::string::npos) continue;
      auto address = Text(binding.get_object(), {"HostIp"});
      if (address.find(':') != std::string::npos) address = "[" + address + "]";
      if (!address.empty()) address += ":";
      found.push_back({Reason::kFixedHostPort, address + host_port + " -> " + std::string(port)});
    }
  }
  return found;
}

/// PROJECT-SERVICE-NUMBER, with "_" from Compose v1 on, and with an id before it while Compose replaces the container.
bool IsComposeName(const ServiceKey& key, std::string_view name) {
  constexpr std::size_t kShortId = 12;
  if (name.size() > kShortId && name[kShortId] == '_' &&
      name.substr(0, kShortId).find_first_not_of("0123456789abcdef") == std::string_view::npos)
    name.remove_prefix(kShortId + 1);
  for (const char* separator : {"-", "_"}) {
    const auto front = key.project + separator + key.service + separator;
    if (name.starts_with(front) && IsDigits(name.substr(front.size()))) return true;
  }
  return false;
}

std::vector<Obstacle> StoredData(std::string_view image, const json::object& inspect) {
  if (!IsStore(image)) return {};
  for (const auto& mount : Array(inspect, {"Mounts"})) {
    const auto place = mount.is_object() ? WritablePlaceOf(mount.get_object()) : std::nullopt;
    if (place) return {{Reason::kStatefulService, std::string(image) + " with " + place->words}};
  }
  return {};
}

}  // namespace

const json::object& ModelOf(const std::vector<json::object>& oldest_first) {
  const auto runs = [](const json::object& inspect) { return Text(inspect, {"State", "Status"}) == "running"; };
  const auto running = std::find_if(oldest_first.rbegin(), oldest_first.rend(), runs);
  return running == oldest_first.rend() ? oldest_first.back() : *running;
}

bool IsStore(std::string_view image) {
  const auto path = WithoutTag(image);
  const auto slash = path.rfind('/');
  auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if ((name == "server" || name == "database") && slash != std::string_view::npos) {  // mssql/server says it before
    const auto before = path.substr(0, slash).rfind('/');
    name = path.substr(before == std::string_view::npos ? 0 : before + 1);
  }
  const auto words = Words(name);
  return std::any_of(words.begin(), words.end(), NamesStore) &&
         std::none_of(words.begin(), words.end(), [](const auto& word) { return IsOneOf(kCompanions, word); });
}

std::vector<Obstacle> FindObstacles(const ServiceKey& key, std::string_view image,
                                    const std::vector<json::object>& inspects) {
  if (inspects.empty()) return {};
  const auto& model = ModelOf(inspects);
  auto found = FixedPorts(model);
  const auto own_name = [&key](const json::object& inspect) { return !IsComposeName(key, NameOf(inspect)); };
  if (std::all_of(inspects.begin(), inspects.end(), own_name)) found.push_back({Reason::kContainerName, NameOf(model)});
  for (auto& obstacle : StoredData(image, model)) found.push_back(std::move(obstacle));
  return found;
}

}  // namespace docktor::docker
