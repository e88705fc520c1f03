#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "brain/http_model.h"
#include "core/spec.h"

namespace docktor::brain {

struct Connection {
  std::shared_ptr<Model> model;
  std::string endpoint;
  bool on_this_machine = false;  ///< what is said does not leave it
};

/// How whoever asks a model comes by it; see Connect.
using Connector = std::function<Result<Connection>(const ModelChoice&)>;

/// Where the model is served. Without an endpoint it is the provider's maker's where a provider
/// is named (of Azure and Bedrock: where their own variables say), else the first server on this machine that has it,
/// or that answers at all (see LocalEndpoints); the model is called there as that server calls it. The key is that of
/// the variable that is named; else the one by which the maker's own programs go, for the maker alone: no other server
/// is shown it. May block for some seconds. Errors: kInvalidInput: no such provider, or the key is wanted and not
/// there. kNotFound: nothing on this machine serves models.
Result<Served> FindServer(const ModelChoice& choice, const Variables& variables);

/// The model there. Errors as above; kInvalidInput also: no such address.
Result<Connection> Connect(const ModelChoice& choice, const Variables& variables);

/// The names of the models that a server has, as it lists them. May block for some seconds.
Result<std::vector<std::string>> ModelsAt(const Served& served);

/// A server on this machine, and the models that it lists.
struct LocalServer {
  std::string endpoint;
  std::vector<std::string> models;
};

/// Those on this machine that answer. May block for some seconds.
std::vector<LocalServer> LocalServers(const Variables& variables);

/// The one among `models` that is meant by a name: "llama3.2" and "docker.io/ai/llama3.2:latest" are the same. Empty:
/// none.
std::optional<std::string> NameAmong(const std::vector<std::string>& models, const std::string& name);

/// Whether what is sent there stays on this machine.
bool OnThisMachine(const std::string& endpoint);

/// Where model servers may listen on this machine, the most special first: Docker Model Runner (see
/// brain/judge/model_runner.h, and its usual port), Ollama, llama.cpp. Each server once. May block for some seconds.
std::vector<std::string> LocalEndpoints(const Variables& variables);

}  // namespace docktor::brain
