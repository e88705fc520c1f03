#include "net/http_client.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <mutex>

#include <curl/curl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/curl_request.h"
#include "net/interruptible.h"
#include "net/tunnel.h"

namespace docktor::net {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
constexpr int kPollMilliseconds = 200;      // how often a wait looks whether it should end
constexpr Duration kProgramPatience = 10s;  // a program may have to find its way to the server first

template <auto kFree>
struct FreeBy {
  template <typename T>
  void operator()(T* thing) const {
    kFree(thing);
  }
};

/// An open connection, which is the multi handle's, and an easy one for the next exchange on it. The multi interface
/// waits in steps of our choice; the easy one would look up once a second only.
struct Line {
  std::unique_ptr<Tunnel> tunnel = {};  ///< where connections are programs; ends after them
  std::unique_ptr<CURLM, FreeBy<curl_multi_cleanup>> multi{curl_multi_init()};
  std::unique_ptr<CURL, FreeBy<curl_easy_cleanup>> easy{curl_easy_init()};
};

std::string_view Trim(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

std::string LowerCase(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// What one exchange gathers while curl reads.
struct Reception {
  const StreamHandlers* handlers = nullptr;  ///< null: everything goes into the body
  std::size_t most_body = 0;
  HttpResponse response = {};
  bool head_complete = false;
  bool too_large = false;

  bool Streams() const { return handlers != nullptr && response.status >= 200 && response.status < 300; }

  void TakeHeader(std::string_view line) {
    if (line.starts_with("HTTP/")) {  // also after a 1xx answer: what came before does not count
      response = {};
      const auto space = line.find(' ');
      if (space != std::string_view::npos)
        std::from_chars(line.data() + space + 1, line.data() + line.size(), response.status);
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
      response.headers[LowerCase(Trim(line.substr(0, colon)))] = std::string(Trim(line.substr(colon + 1)));
    } else if (Trim(line).empty() && response.status >= 200 && !head_complete) {
      head_complete = true;
      if (Streams() && handlers->on_head) handlers->on_head(response);
    }
  }

  bool TakeBody(std::string_view chunk) {
    if (Streams()) {
      handlers->on_chunk(chunk);
      return true;
    }
    too_large = response.body.size() + chunk.size() > most_body;
    if (!too_large) response.body += chunk;
    return !too_large;
  }
};

std::size_t OnHeader(char* data, std::size_t, std::size_t size, void* reception) {
  static_cast<Reception*>(reception)->TakeHeader({data, size});
  return size;
}

std::size_t OnBody(char* data, std::size_t, std::size_t size, void* reception) {
  return static_cast<Reception*>(reception)->TakeBody({data, size}) ? size : 0;
}

bool BreaksLines(const HttpRequest& request) {
  const auto breaks = [](std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
  };
  return breaks(request.method) || std::any_of(request.headers.begin(), request.headers.end(), [&](const auto& header) {
           return breaks(header.first) || breaks(header.second);
         });
}

void TakeAnswer(CURL* easy, Reception& reception, char* words) {
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &reception);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reception);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words);
}

enum class End { kDone, kStopped, kInterrupted, kTimeout };

/// Drives the exchange until it has ended one way or another; `code` is curl's when it ended by itself.
End Drive(CURLM* multi, const Reception& reception, Duration timeout, CURLcode& code) {
  const SteadyTime deadline = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    int running = 0;
    curl_multi_perform(multi, &running);
    if (running == 0) {
      int left = 0;
      if (const auto* message = curl_multi_info_read(multi, &left)) code = message->data.result;
      return End::kDone;
    }
    const bool flows = reception.Streams() && reception.head_complete;
    if (reception.handlers != nullptr && reception.handlers->stop && reception.handlers->stop()) return End::kStopped;
    if (Interruptible::Interrupted()) return End::kInterrupted;
    const auto left = std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now());
    if (!flows && left <= Duration{0}) return End::kTimeout;
    const auto most = flows ? kPollMilliseconds : std::min<Duration::rep>(left.count(), kPollMilliseconds);
    curl_multi_poll(multi, nullptr, 0, static_cast<int>(most), nullptr);
  }
}

/// Why a unix socket refuses, which curl does not tell.
std::string WhyNoSocket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return "the path is too long for a socket";
  std::memcpy(address.sun_path, path.data(), path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return std::strerror(errno);
  const bool connected = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  const int why = errno;
  close(fd);
  return connected ? "it did not answer" : std::strerror(why);
}

Error Explain(CURLcode code, const char* words, const Reception& reception, const Endpoint& endpoint,
              const Tunnel* tunnel) {
  if (tunnel != nullptr && !tunnel->words().empty()) return {Errc::kUnavailable, tunnel->words()};
  const std::string said = *words != '\0' ? words : curl_easy_strerror(code);
  switch (code) {
    case CURLE_URL_MALFORMAT: return {Errc::kInvalidInput, said};
    case CURLE_OPERATION_TIMEDOUT: return {Errc::kTimeout, "no connection in time"};
    case CURLE_COULDNT_CONNECT:
      if (!endpoint.unix_socket.empty()) return {Errc::kUnavailable, WhyNoSocket(endpoint.unix_socket)};
      break;
    default: break;
  }
  if (reception.too_large)
    return {Errc::kUnavailable, "the answer is larger than " + std::to_string(reception.most_body) + " bytes"};
  return {Errc::kUnavailable, said};
}

Error Late(const Reception& reception, Duration timeout) {
  const char* what = reception.head_complete ? "the answer did not end within " : "no answer within ";
  return {Errc::kTimeout, what + ToText(timeout)};
}

}  // namespace

/// Idle lines, kept for the next call.
class HttpClient::Pool {
 public:
  Pool() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)ready;
  }

  Line Take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return Line{};
    Line line = std::move(idle_.back());
    idle_.pop_back();
    return line;
  }

  void Give(Line line) {
    constexpr std::size_t kMostIdle = 8;
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(line));
  }

 private:
  std::mutex mutex_;
  std::vector<Line> idle_;
};

HttpClient::HttpClient(Endpoint endpoint) : endpoint_(std::move(endpoint)), pool_(std::make_unique<Pool>()) {}
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::Send(const HttpRequest& request) { return Exchange(request, nullptr); }

Result<HttpResponse> HttpClient::Stream(const HttpRequest& request, const StreamHandlers& handlers) {
  return Exchange(request, &handlers);
}

Result<HttpResponse> HttpClient::Exchange(const HttpRequest& request, const StreamHandlers* handlers) {
  const auto fail = [&](const Error& error) {
    const auto path = request.path.substr(0, request.path.find('?'));
    return tl::unexpected<Error>(error.During(request.method + " " + path + " at " + endpoint_.Text()));
  };
  if (BreaksLines(request)) return fail({Errc::kInvalidInput, "a line break in the method or a header"});
  Line line = pool_->Take();
  if (!line.multi || !line.easy) return fail({Errc::kInternal, "out of memory"});
  if (!line.tunnel && !endpoint_.program.empty()) line.tunnel = std::make_unique<Tunnel>(endpoint_.program);
  const CurlRequest prepared(line.easy.get(), endpoint_, request, line.tunnel.get());
  Reception reception{handlers, request.most_body};
  char words[CURL_ERROR_SIZE] = "";
  TakeAnswer(line.easy.get(), reception, words);
  const auto timeout = request.timeout + (line.tunnel ? kProgramPatience : Duration{0});

  CURLcode code = CURLE_OK;
  curl_multi_add_handle(line.multi.get(), line.easy.get());
  const End end = Drive(line.multi.get(), reception, timeout, code);
  curl_multi_remove_handle(line.multi.get(), line.easy.get());  // breaks the connection unless the answer has ended
  // Forgets the addresses of what ends here. One that is only reset would follow a pointer into the head of this answer
  // where the next begins with a continued line: https://github.com/curl/curl/issues/11101
  line.easy.reset(curl_easy_init());

  if (end == End::kDone && code == CURLE_OK && !reception.head_complete)
    code = CURLE_GOT_NOTHING;  // cut within the head
  if (end == End::kTimeout) return fail(Late(reception, timeout));
  if (end == End::kInterrupted) return fail({Errc::kUnavailable, "interrupted"});
  if (code != CURLE_OK) return fail(Explain(code, words, reception, endpoint_, line.tunnel.get()));
  if (end == End::kDone) pool_->Give(std::move(line));
  return std::move(reception.response);
}

}  // namespace docktor::net
