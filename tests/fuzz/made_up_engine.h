#pragma once

#include <charconv>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <openssl/evp.h>

#include "act/census.h"
#include "docker/connection/answer.h"
#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/labels.h"
#include "fuzz/pieces.h"
#include "net/http_client.h"
#include "net/program.h"
#include "net/url.h"

namespace docktor::test {

/// Ids of containers as they stand in a path.
using Ids = std::set<std::string>;

/// What was asked of an engine, and what it said of the containers of one service.
struct Talk {
  std::vector<act::Census> lists;
  Ids ours;    ///< described as containers of the service
  Ids before;  ///< described as not started since
  Ids made;
  int times_made = 0;
  std::vector<json::object> wanted;  ///< the labels of what was to be made
  std::map<std::string, Ids> asked;  ///< by what is done with a container: "start", "stop", "delete", "update", …
};

/// An engine, and the docker command beside it, that answer from a fuzzer's input: pieces as `TO\nSTATUS\nBODY`. A
/// piece answers requests whose line ("GET /v1.44/containers/json?all=1…", "RUN docker … config --hash web") has TO in
/// it. Where several do, they come one after another as the same is asked again, and the last one stays; so it does not
/// matter who asks first where several threads do.
class MadeUpEngine {
 public:
  MadeUpEngine(ServiceKey service, Instant begun) : service_(std::move(service)), begun_(begun) {}

  void Learn(Pieces& pieces, char end) {
    const std::lock_guard lock(mutex_);
    answers_.clear();
    times_.clear();
    while (!pieces.empty()) answers_.push_back(Read(pieces.Text(end)));
  }
  /// Forgets what was said. After `patience` requests more it calls `stop`, with 0 at once.
  void Begin(int patience, std::function<void()> stop) {
    const std::lock_guard lock(mutex_);
    talk_ = {};
    patience_ = patience;
    stop_ = std::move(stop);
    if (patience_ == 0) stop_();
  }
  const Talk& talk() const { return talk_; }

  Result<net::HttpResponse> Answer(const net::HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    auto answer = Find(request.method + " " + request.path);
    if (answer && request.method == "HEAD") answer = InHeaders(answer->body, answer->status);
    Note(request, answer.value_or(net::HttpResponse{}));
    if (patience_ > 0 && --patience_ == 0) stop_();
    return answer;
  }
  Result<net::ProgramEnd> Run(const std::vector<std::string>& command) {
    const std::lock_guard lock(mutex_);
    std::string line = "RUN";
    for (const auto& word : command) line += " " + word;
    return Find(line).map([](const net::HttpResponse& end) { return net::ProgramEnd{end.status - 200, end.body}; });
  }

 private:
  struct Piece {
    std::string to;
    int status = 200;
    std::string body;
  };
  static Piece Read(const std::string& text) {
    Pieces rest(text);
    Piece piece{.to = rest.Text('\n')};
    const auto status = rest.Text('\n');
    std::from_chars(status.data(), status.data() + status.size(), piece.status);
    piece.body = rest.Rest();
    return piece;
  }

  Result<net::HttpResponse> Find(const std::string& line) {
    const Piece* found = nullptr;
    auto before = times_[line]++;
    for (const auto& piece : answers_) {
      if (line.find(piece.to) == line.npos) continue;
      found = &piece;
      if (before-- == 0) break;
    }
    if (found == nullptr && line.ends_with("/_ping")) return net::HttpResponse{.status = 200, .body = "1.44"};
    if (found == nullptr) return net::HttpResponse{.status = 404};
    if (found->status == 0) return Fail(Errc::kUnavailable, "no connection");
    if (found->status < 200 || found->status > 999) return Fail(Errc::kTimeout, "no answer in time");
    return net::HttpResponse{.status = found->status, .body = found->body};
  }

  /// An answer without a body says in its headers what it has to say.
  static net::HttpResponse InHeaders(const std::string& said, int status) {
    std::string encoded(said.size() / 3 * 4 + 5, '\0');
    const auto size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                        reinterpret_cast<const unsigned char*>(said.data()), static_cast<int>(said.size()));
    encoded.resize(static_cast<std::size_t>(size));
    return {.status = status,
            .headers = {{"api-version", said}, {"date", said}, {"x-docker-container-path-stat", encoded}}};
  }

  void Note(const net::HttpRequest& request, const net::HttpResponse& answer) {
    const auto path = request.path.substr(0, request.path.find('?'));
    Pieces parts(path);
    parts.Text('/');  // what stands before the first
    parts.Text('/');  // the version
    if (parts.Text('/') != "containers") return;
    const auto id = parts.Text('/'), what = parts.Text('/');
    if (request.method == "GET" && what == "json") return NoteDescription(id, answer);
    if (request.method == "GET" && id == "json") return NoteList(answer);
    if (request.method == "POST" && id == "create" && what.empty()) return NoteMade(request, answer);
    if (request.method == "DELETE") talk_.asked["delete"].insert(id);
    if (request.method == "POST" || request.method == "PUT") talk_.asked[what].insert(id);
  }
  void NoteList(const net::HttpResponse& answer) {
    if (const auto list = docker::ReadArray(answer)) talk_.lists.push_back(act::CensusOf(*list, service_));
  }
  void NoteDescription(const std::string& id, const net::HttpResponse& answer) {
    const auto inspect = docker::ReadObject(answer);
    if (!inspect) return;
    const auto replica = docker::ParseReplica(*inspect);
    if (!replica || replica->started_at <= begun_) talk_.before.insert(id);
    if (docker::ServiceOf(*inspect) != service_) return;
    talk_.ours.insert(id);
    talk_.ours.insert(net::PercentEncode(docker::Text(*inspect, {"Id"})));
  }
  void NoteMade(const net::HttpRequest& request, const net::HttpResponse& answer) {
    if (const auto body = ParseJson(request.body.value_or("")); body && body->is_object())
      talk_.wanted.push_back(docker::Object(body->get_object(), {"Labels"}));
    const auto made = docker::ReadObject(answer);
    const auto id = made ? docker::Text(*made, {"Id"}) : "";
    if (id.empty()) return;
    ++talk_.times_made;
    talk_.made.insert(net::PercentEncode(id));
  }

  const ServiceKey service_;
  const Instant begun_;
  std::mutex mutex_;
  std::vector<Piece> answers_;
  std::map<std::string, int> times_;
  Talk talk_;
  int patience_ = 0;
  std::function<void()> stop_;
};

}  // namespace docktor::test
