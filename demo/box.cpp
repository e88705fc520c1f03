// The program in the demo's web image: a small server whose requests cost CPU time, and the load to try it with.
//
//   box serve                  HTTP on port 8080:  /             the name of this replica
//                                                  /cpu?ms=N     burns N ms of CPU time, then the same
//                                                  /mem?mb=N     takes N MB of memory for good, then the same
//                                                  /healthz      200, or 503 once it has been told to stop
//   box healthcheck            exit status 0 when the server in this container answers /healthz with 200
//   box load URL RATE SECONDS  RATE requests a second whatever the answers; loopback only; a JSON line at the end;
//                              of several, "5,20,10", each for an equal part of the time
//
// serve reads START_DELAY (seconds before it listens), DRAIN_MS (how long it goes on serving after SIGTERM) and
// SWITCHES, a folder: a file "crash" in it when serve begins makes it end with 3, a file "sick" makes /healthz say 503
// for good.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <semaphore>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;

constexpr std::uint16_t kPort = 8080;

std::atomic<bool> stopping{false};
std::atomic<bool> sick{false};
std::atomic<int> connections{0};
std::atomic<int> in_flight{0};

double FromEnvironment(const char* name, double fallback) {
  const char* value = std::getenv(name);
  return value && *value ? std::atof(value) : fallback;
}

std::string Hostname() {
  char name[256] = "?";
  gethostname(name, sizeof name - 1);
  return name;
}

double ThreadCpuMillis() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

/// Whether the file `name` is in the folder of switches.
bool Switched(const char* name) {
  const char* folder = std::getenv("SWITCHES");
  return folder && access((std::string(folder) + "/" + name).c_str(), F_OK) == 0;
}

void TakeMemory(double megabytes) {
  static std::mutex mutex;
  static std::vector<std::string> taken;
  const std::lock_guard lock(mutex);
  taken.emplace_back(static_cast<size_t>(std::clamp(megabytes, 0.0, 1024.0) * 1e6), 'm');
}

/// CPU time, not wall time: under a CPU limit it takes as much longer as the limit demands. Only a few at once, so that
/// a health check finds a share of the limit even when many requests wait.
void BurnCpu(double millis) {
  static std::counting_semaphore<> turn{4};
  turn.acquire();
  volatile double sink = 1.0;
  for (const double end = ThreadCpuMillis() + std::min(millis, 10'000.0); ThreadCpuMillis() < end;) {
    for (int i = 0; i < 2000; ++i) sink = std::sqrt(sink + i);
  }
  turn.release();
}

sockaddr_in Address(const std::string& host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host.c_str(), &address.sin_addr);
  return address;
}

bool SendAll(int socket, std::string_view data) {
  while (!data.empty()) {
    const ssize_t sent = send(socket, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

// --- serve -----------------------------------------------------------------------------------------------------------

struct Reply {
  int status;
  std::string body;
};

Reply Answer(const std::string& target) {
  const std::string path = target.substr(0, target.find('?'));
  if (path == "/healthz") return stopping ? Reply{503, "draining\n"} : sick ? Reply{503, "sick\n"} : Reply{200, "ok\n"};
  const auto number = [&](const char* name, double fallback) {
    const auto at = target.find(name);
    return at == std::string::npos ? fallback : std::atof(target.c_str() + at + std::strlen(name));
  };
  if (path == "/cpu") {
    BurnCpu(number("ms=", 20));
    return {200, Hostname() + "\n"};
  }
  if (path == "/mem") {
    TakeMemory(number("mb=", 1));
    return {200, Hostname() + "\n"};
  }
  if (path == "/") return {200, Hostname() + "\n"};
  return {404, "not found\n"};
}

/// One request's head, without the empty line at its end; "" when the connection is over. No request has a body.
std::string ReadHead(int socket, std::string& buffer) {
  size_t end;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    pollfd readable{socket, POLLIN, 0};
    if (poll(&readable, 1, 100) == 0) {
      if (stopping && buffer.empty()) return "";
      continue;
    }
    char chunk[4096];
    const ssize_t got = recv(socket, chunk, sizeof chunk, 0);
    if (got <= 0 || buffer.size() > 65'536) return "";
    buffer.append(chunk, static_cast<size_t>(got));
  }
  std::string head = buffer.substr(0, end);
  buffer.erase(0, end + 4);
  return head;
}

/// Returns whether the connection goes on.
bool Serve(int socket, const std::string& head) {
  const auto first = head.find(' '), second = head.find(' ', first + 1);
  if (first == std::string::npos || second == std::string::npos) return false;
  ++in_flight;
  const Reply reply = Answer(head.substr(first + 1, second - first - 1));
  const bool keep =
      head.find("HTTP/1.1") != std::string::npos && head.find("Connection: close") == std::string::npos && !stopping;
  const bool sent =
      SendAll(socket, "HTTP/1.1 " + std::to_string(reply.status) + (reply.status == 200 ? " OK" : " Error") +
                          "\r\nContent-Type: text/plain\r\nX-Replica: " + Hostname() +
                          "\r\nContent-Length: " + std::to_string(reply.body.size()) +
                          (keep ? "" : "\r\nConnection: close") + "\r\n\r\n" + reply.body);
  --in_flight;
  return sent && keep;
}

void ServeConnection(int socket) {
  std::string buffer;
  for (std::string head = ReadHead(socket, buffer); !head.empty() && Serve(socket, head);)
    head = ReadHead(socket, buffer);
  close(socket);
  --connections;
}

/// A socket to listen on, or -1.
int Listen() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const sockaddr_in address = Address("0.0.0.0", kPort);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && listen(listener, 1024) == 0)
    return listener;
  close(listener);
  return -1;
}

/// The next connection, or -1 when none came within 50 ms or there are as many as can be carried.
int Accept(int listener) {
  if (connections >= 256) {
    std::this_thread::sleep_for(Millis(5));
    return -1;
  }
  pollfd waiting{listener, POLLIN, 0};
  return poll(&waiting, 1, 50) > 0 ? accept4(listener, nullptr, nullptr, SOCK_CLOEXEC) : -1;
}

int RunServer() {
  if (Switched("crash")) {
    std::fprintf(stderr, "box: ending, as the switch says\n");
    return 3;
  }
  sick = Switched("sick");
  const auto ready_at =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(Millis(FromEnvironment("START_DELAY", 0) * 1e3));
  while (!stopping && Clock::now() < ready_at) std::this_thread::sleep_for(Millis(50));
  const int listener = Listen();
  if (listener < 0) {
    std::perror("box: cannot listen on port 8080");
    return 1;
  }
  std::printf("listening as %s\n", Hostname().c_str());
  std::fflush(stdout);

  Clock::time_point stop_at = Clock::time_point::max();
  while (Clock::now() < stop_at) {
    if (stopping && stop_at == Clock::time_point::max()) {
      stop_at = Clock::now() + std::chrono::duration_cast<Clock::duration>(Millis(FromEnvironment("DRAIN_MS", 0)));
    }
    const int socket = Accept(listener);
    if (socket < 0) continue;
    ++connections;
    std::thread(ServeConnection, socket).detach();
  }
  close(listener);
  while (in_flight > 0) std::this_thread::sleep_for(Millis(5));  // the grace period bounds this
  std::_Exit(0);                                                 // connections that idle are nobody's loss
}

// --- load ------------------------------------------------------------------------------------------------------------

/// An open connection, or -1.
int Connect(const std::string& host, std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{30, 0};
  const int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const sockaddr_in address = Address(host, port);
  if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return socket;
  close(socket);
  return -1;
}

/// What came back; status 0: nothing did. Each request has a connection of its own.
struct Response {
  int status = 0;
  std::string replica;
};

Response Get(const std::string& host, std::uint16_t port, const std::string& target) {
  const int socket = Connect(host, port);
  if (socket < 0) return {};
  std::string reply;
  if (SendAll(socket, "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")) {
    char chunk[4096];
    for (ssize_t got; (got = recv(socket, chunk, sizeof chunk, 0)) > 0;) reply.append(chunk, static_cast<size_t>(got));
  }
  close(socket);
  if (reply.compare(0, 5, "HTTP/") != 0 || reply.find("\r\n\r\n") == std::string::npos) return {};
  Response response{std::atoi(reply.c_str() + 9), ""};
  constexpr std::string_view kName = "\r\nX-Replica: ";
  if (const auto at = reply.find(kName); at != std::string::npos) {
    response.replica = reply.substr(at + kName.size(), reply.find('\r', at + 2) - at - kName.size());
  }
  return response;
}

int CheckHealth() { return Get("127.0.0.1", kPort, "/healthz").status == 200 ? 0 : 1; }

struct Url {
  std::string host;
  std::uint16_t port;
  std::string target;
};

Url ParseUrl(const std::string& url) {
  const auto slash = url.find('/', 7);
  const std::string authority = url.substr(7, slash == std::string::npos ? slash : slash - 7);
  const auto colon = authority.find(':');
  const int port = colon == std::string::npos ? 80 : std::atoi(authority.c_str() + colon + 1);
  return {authority.substr(0, colon), static_cast<std::uint16_t>(port),
          slash == std::string::npos ? "/" : url.substr(slash)};
}

class Tally {
 public:
  void Add(const Response& response, double millis) {
    std::lock_guard lock(mutex_);
    millis_.push_back(millis);
    ++statuses_[std::to_string(response.status)];
    if (response.status != 200 || millis > kLateMillis) ++late_or_lost_;
    if (!response.replica.empty()) ++replicas_[response.replica];
  }
  bool AllGood() const { return statuses_.size() == 1 && statuses_.begin()->first == "200"; }
  void Print(double seconds) {
    std::sort(millis_.begin(), millis_.end());
    std::printf(
        "{\"requests\":%zu,\"seconds\":%.1f,\"latency_ms\":{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"max\":%.1f},",
        millis_.size(), seconds, Quantile(.5), Quantile(.9), Quantile(.99), Quantile(1));
    std::printf("\"late_or_lost\":%ld,", late_or_lost_);
    std::printf("\"statuses\":%s,\"replicas\":%s}\n", Json(statuses_).c_str(), Json(replicas_).c_str());
  }

 private:
  double Quantile(double q) const {
    if (millis_.empty()) return 0;
    return millis_[std::min(millis_.size() - 1, static_cast<size_t>(q * static_cast<double>(millis_.size())))];
  }
  static std::string Json(const std::map<std::string, long>& counts) {
    std::string out;
    for (const auto& [name, count] : counts) out += (out.empty() ? "\"" : ",\"") + name + "\":" + std::to_string(count);
    return "{" + out + "}";
  }
  static constexpr double kLateMillis = 500;
  std::mutex mutex_;
  long late_or_lost_ = 0;
  std::vector<double> millis_;
  std::map<std::string, long> statuses_, replicas_;
};

/// When requests are due: one rate after the other, each for an equal part of the time.
class Timetable {
 public:
  Timetable(std::vector<double> rates, double seconds) : rates_(std::move(rates)) {
    part_ = seconds / static_cast<double>(rates_.size());
    for (const double rate : rates_) begins_.push_back(total()), total_ += rate * part_;
  }
  long total() const { return std::lround(total_); }
  /// Of request `i`, in milliseconds from the begin.
  double Due(long i) const {
    const auto part = static_cast<size_t>(std::upper_bound(begins_.begin(), begins_.end(), i) - begins_.begin()) - 1;
    return 1e3 * (static_cast<double>(part) * part_ + static_cast<double>(i - begins_[part]) / rates_[part]);
  }

 private:
  std::vector<double> rates_;
  std::vector<long> begins_;  ///< the first request of each rate
  double part_ = 0, total_ = 0;
};

/// Empty: one of them is no rate.
std::vector<double> ParseRates(const std::string& text) {
  std::vector<double> rates;
  for (size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    rates.push_back(std::atof(text.substr(begin, end - begin).c_str()));
    if (!(rates.back() > 0 && rates.back() <= 5000)) return {};
    begin = end + 1;
  }
  return rates;
}

/// Requests leave at a fixed rate whether or not earlier ones have returned, and a latency counts from when its request
/// was due: a slow server cannot hide its slowness by slowing the load down.
int RunLoad(const std::string& url, const std::string& rates_text, double seconds) {
  if (url.rfind("http://127.", 0) != 0 && url.rfind("http://localhost", 0) != 0) {
    std::fprintf(stderr, "box: load goes to loopback addresses only, not to %s\n", url.c_str());
    return 2;
  }
  const auto rates = ParseRates(rates_text);
  if (rates.empty() || !(seconds > 0 && seconds <= 3600)) {
    std::fprintf(stderr, "box: want a rate up to 5000 a second, or several with commas, and up to 3600 seconds\n");
    return 2;
  }
  const Url to = ParseUrl(url);
  const Timetable table(rates, seconds);
  const double most = *std::max_element(rates.begin(), rates.end());
  std::atomic<long> next{0};
  Tally tally;
  const auto begin = Clock::now();
  const auto client = [&] {
    for (long i = next++; i < table.total(); i = next++) {
      const auto due = begin + std::chrono::duration_cast<Clock::duration>(Millis(table.Due(i)));
      while (!stopping && Clock::now() < due) {
        std::this_thread::sleep_for(std::min<Clock::duration>(due - Clock::now(), std::chrono::milliseconds(100)));
      }
      if (stopping) return;
      const Response response = Get(to.host, to.port, to.target);
      tally.Add(response, Millis(Clock::now() - due).count());
    }
  };
  std::vector<std::thread> clients(static_cast<size_t>(std::clamp(most * 4, 4.0, 256.0)));
  for (auto& thread : clients) thread = std::thread(client);
  for (auto& thread : clients) thread.join();
  tally.Print(Millis(Clock::now() - begin).count() / 1e3);
  return tally.AllGood() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  struct sigaction on_stop {};
  on_stop.sa_handler = [](int) { stopping = true; };
  sigaction(SIGTERM, &on_stop, nullptr);
  sigaction(SIGINT, &on_stop, nullptr);
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "serve" && argc == 2) return RunServer();
  if (mode == "healthcheck" && argc == 2) return CheckHealth();
  if (mode == "load" && argc == 5) return RunLoad(argv[2], argv[3], std::atof(argv[4]));
  std::fprintf(stderr, "usage: box serve | healthcheck | load URL RATE SECONDS\n");
  return 2;
}
