#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace docktor::net {

/// How an encrypted connection is trusted. All are paths of PEM files.
struct Tls {
  std::string ca = {};           ///< the authorities to believe; empty: those of the system
  std::string certificate = {};  ///< by which the server knows this client; empty: none is shown
  std::string key = {};          ///< that belongs to it
  bool verify = true;            ///< false: any server is believed, whatever its certificate says
  friend bool operator==(const Tls&, const Tls&) = default;
};

/// Where an HTTP server listens.
struct Endpoint {
  std::string origin = "http://localhost";  ///< scheme, host and port, without a slash at the end
  std::string unix_socket = {};             ///< a path: connect there; `origin` only names the host then
  std::string address = {};                 ///< an IP address: connect there instead of looking the host up
  std::vector<std::string> program = {};    ///< a connection is stdin and stdout of one; `origin` only names the host
  std::optional<Tls> tls = {};              ///< of an https origin
  std::string shown = {};                   ///< what errors call it; empty: its address

  std::string Text() const {
    if (!shown.empty()) return shown;
    return unix_socket.empty() ? origin : "unix://" + unix_socket;
  }
};

struct HttpRequest {
  std::string method = "GET";
  std::string path = "/";  ///< with the query; percent-encoded already (net/url.h)
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::optional<std::string> body = {};
  std::string user = {};      ///< HTTP Basic, with `password`; empty: none
  std::string password = {};  ///< never in an error
  Duration connect_timeout = 2s;
  Duration timeout = 10s;                    ///< until the whole answer is there; of a stream: until its head is
  std::size_t most_body = 64 * 1024 * 1024;  ///< a larger answer is an error; no limit for what is streamed
  bool once =
      false;  ///< not to happen twice: on a connection of its own, else it is sent again where a kept one closes
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers = {};  ///< names in lower case; of equal names the last
  std::string body = {};
};

/// What a stream calls, on the thread that asked for it.
struct StreamHandlers {
  std::function<void(const HttpResponse& head)> on_head = {};  ///< status and headers of a 2xx answer; may be empty
  std::function<void(std::string_view chunk)> on_chunk;        ///< as it comes, cut anywhere
  std::function<bool()> stop = {};                             ///< asked at least every 250 ms; may be empty
};

/// An HTTP/1.1 client of one server. Calls block. Safe to call from every thread: each call takes an idle connection
/// or opens one, and leaves it open for the next. Where connections are programs, each call may take 10 s longer.
/// Redirects are not followed, proxies of the environment not used.
///
/// Errors: kUnavailable: no connection, or it broke, or the answer was no HTTP. kTimeout. kInvalidInput: the request
/// cannot be sent as it is. An answer of any status is an answer. The calls of a thread inside an `Interruptible` end
/// with kUnavailable once that says so.
class HttpClient {
 public:
  explicit HttpClient(Endpoint endpoint);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  const Endpoint& endpoint() const { return endpoint_; }

  Result<HttpResponse> Send(const HttpRequest& request);

  /// Hands on the body of a 2xx answer while it arrives; that of any other answer is in the result. Returns when the
  /// answer has ended or `stop` said so.
  Result<HttpResponse> Stream(const HttpRequest& request, const StreamHandlers& handlers);

 private:
  class Pool;
  Result<HttpResponse> Exchange(const HttpRequest& request, const StreamHandlers* handlers);

  Endpoint endpoint_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace docktor::net
