#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/reason.h"
#include "core/replica.h"

#include <boost/describe.hpp>

namespace docktor {

/// A fact of the engine or the Compose file that keeps a service from being scaled. `reason` is one of the engine
/// facts: kFixedHostPort, kContainerName, kGlobalMode, kStatefulService; kEngineLost where it does not describe it.
struct Obstacle {
  Reason reason = Reason::kFixedHostPort;
  std::string detail;  ///< what exactly: "127.0.0.1:8080 -> 80/tcp", "postgres with volume data"
  friend bool operator==(const Obstacle&, const Obstacle&) = default;
};
BOOST_DESCRIBE_STRUCT(Obstacle, (), (reason, detail))

enum class WarningKind {
  kSharedVolume,       ///< all replicas write into one volume or folder
  kNoHealthCheck,      ///< a replica counts as ready as soon as it runs
  kNamesResolvedOnce,  ///< a load balancer looks the service's name up when it starts, and never again
};
BOOST_DESCRIBE_ENUM(WarningKind, kSharedVolume, kNoHealthCheck, kNamesResolvedOnce)

/// What makes more replicas of a service unwise, though they can be had.
struct Warning {
  WarningKind kind = WarningKind::kNoHealthCheck;
  std::string detail;  ///< what exactly: "volume shop_files at /files"; may be empty
  friend bool operator==(const Warning&, const Warning&) = default;
};
BOOST_DESCRIBE_STRUCT(Warning, (), (kind, detail))

/// What the engine says of one service at one time.
struct ServiceFacts {
  ServiceKey key;
  Instant at{};                   ///< when the engine answered
  std::vector<Replica> replicas;  ///< all but one-offs, exited ones too, by number
  std::vector<Obstacle> obstacles;
  std::vector<Warning> warnings;
  std::string image;
  std::map<std::string, std::string> labels;  ///< those that begin with "docktor.", of the newest replica
  std::vector<std::string> config_files;      ///< absolute paths that Compose wrote into the newest replica's labels
  std::string working_dir;
  std::vector<std::string> environment_files;  ///< those that --env-file named when it was brought up; none as a rule
  friend bool operator==(const ServiceFacts&, const ServiceFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(ServiceFacts, (),
                      (key, at, replicas, obstacles, warnings, image, labels, config_files, working_dir,
                       environment_files))

/// Something that happened to a container of a service, as the engine told it.
struct Activity {
  ServiceKey service;
  ContainerId container;
  std::string action;        ///< "create", "start", "kill", "die", "destroy", "rename", "health_status: healthy", …
  std::string signal = {};   ///< of a kill: its number, as text
  std::string copy_of = {};  ///< the decision that made this container (label docktor.copy); empty: not a copy
  Instant at{};
};

/// Everything of the projects that are watched. A service that had replicas before and has none now is listed
/// with none.
struct Topology {
  Instant at{};
  std::vector<ServiceFacts> services;
};
BOOST_DESCRIBE_STRUCT(Topology, (), (at, services))

}  // namespace docktor
