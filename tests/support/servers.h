#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "net/http_client.h"
#include "support/compose_project.h"
#include "support/server_process.h"

/// Real servers for tests, Debian's packages, each on free ports of 127.0.0.1.
namespace docktor::test {

inline std::string At(int port, const std::string& path = "") {
  return fmt::format("http://127.0.0.1:{}{}", port, path);
}

/// The status of an answer; 0 where there is none.
inline int Ask(int port, const std::string& path, net::HttpRequest request = {}) {
  net::HttpClient client({.origin = At(port)});
  request.path = path;
  const auto answer = client.Send(request);
  return answer ? answer->status : 0;
}
inline void SendRequests(int port, int requests) {
  net::HttpClient client({.origin = At(port)});
  for (int i = 0; i < requests; ++i) {
    const auto answer = client.Send({.path = "/"});
    ASSERT_TRUE(answer && answer->status == 200) << i;
  }
}

/// nginx that answers everything with "ok", and its stub_status.
class Nginx {
 public:
  Nginx() {
    server_.Await([this] { return Ask(port, "/status") == 200; });
  }
  const int port = FreePort();

 private:
  static std::string Config(int port, const TempFolder& folder) {
    return fmt::format(
        "daemon off; pid {0}/pid; error_log stderr; worker_processes 1; events {{}}\n"
        "http {{ access_log off; client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f;\n"
        "  uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;\n"
        "  server {{ listen 127.0.0.1:{1}; location / {{ return 200 ok; }} location = /status {{ stub_status; }} }} "
        "}}\n",
        folder.Path(), port);
  }
  TempFolder folder_;
  ServerProcess server_{
      folder_, {"/usr/sbin/nginx", "-p", folder_.Path(), "-c", folder_.Write("nginx.conf", Config(port, folder_))}};
};

/// HAProxy with the backend `web`, which is an nginx, and `spare`, which is nobody.
class Haproxy {
 public:
  explicit Haproxy(int behind) : behind_(behind) {
    server_.Await([this] { return Ask(port, "/") == 200; });
  }
  const int port = FreePort(), statistics = FreePort();

 private:
  std::string Config() const {
    return fmt::format(
        "defaults\n  mode http\n  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\n"
        "frontend http\n  bind 127.0.0.1:{}\n  default_backend web\n"
        "backend web\n  server one 127.0.0.1:{}\n"
        "backend spare\n  server none 127.0.0.1:1\n"
        "listen statistics\n  bind 127.0.0.1:{}\n  stats enable\n  stats uri /stats\n  stats auth ann:s3cret\n",
        port, behind_, statistics);
  }
  int behind_;
  TempFolder folder_;
  ServerProcess server_{folder_, {"/usr/sbin/haproxy", "-db", "-f", folder_.Write("haproxy.cfg", Config())}};
};

/// Caddy in front of an nginx.
class Caddy {
 public:
  explicit Caddy(int behind) : behind_(behind) {
    server_.Await([this] { return Ask(port, "/") == 200; });
  }
  const int port = FreePort(), admin = FreePort();

 private:
  std::string Config() const {
    return fmt::format(
        "{{\n  admin 127.0.0.1:{}\n  auto_https off\n  servers {{\n    metrics\n  }}\n}}\n"
        "http://127.0.0.1:{} {{\n  bind 127.0.0.1\n  reverse_proxy 127.0.0.1:{}\n}}\n",
        admin, port, behind_);
  }
  int behind_;
  TempFolder folder_;
  ServerProcess server_{
      folder_,
      {"/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", folder_.Write("Caddyfile", Config())},
      {"HOME=" + folder_.Path(), "XDG_DATA_HOME=" + folder_.Path(), "XDG_CONFIG_HOME=" + folder_.Path()}};
};

/// Prometheus that scrapes a Caddy four times a second.
class Prometheus {
 public:
  explicit Prometheus(int caddy) : caddy_(caddy) {
    server_.Await([this] { return Ask(port, "/-/ready") == 200; });
  }
  const int port = FreePort();

 private:
  std::string Config() const {
    return fmt::format(
        "global: {{scrape_interval: 250ms, scrape_timeout: 250ms}}\n"
        "scrape_configs: [{{job_name: proxy, static_configs: [{{targets: ['127.0.0.1:{}']}}]}}]\n",
        caddy_);
  }
  int caddy_;
  TempFolder folder_;
  ServerProcess server_{
      folder_,
      {"/usr/bin/prometheus", "--config.file=" + folder_.Write("prometheus.yml", Config()),
       "--storage.tsdb.path=" + folder_.Path("data"), fmt::format("--web.listen-address=127.0.0.1:{}", port)}};
};

class Redis {
 public:
  Redis() {
    server_.Await([this] { return Cli("PING") == "PONG\n"; });
  }
  const int port = FreePort();
  std::string Url(const std::string& path = "") const { return fmt::format("redis://127.0.0.1:{}{}", port, path); }
  std::string Cli(const std::string& command) const {
    return Shell(fmt::format("(redis-cli -h 127.0.0.1 -p {} -a s3cret --no-auth-warning {} || true)", port, command));
  }

 private:
  TempFolder folder_;
  ServerProcess server_{folder_,
                        {"/usr/bin/redis-server", "--bind", "127.0.0.1", "--port", std::to_string(port), "--save", "",
                         "--dir", folder_.Path(), "--requirepass", "s3cret"}};
};

/// RabbitMQ with its management plugin.
class Rabbitmq {
 public:
  Rabbitmq() {
    server_.Await([this] { return Api("GET", "overview") == 200; });
  }
  const int management = FreePort();
  int Api(const std::string& method, const std::string& path, const std::string& body = "") const {
    net::HttpRequest request{.method = method, .user = "guest", .password = "guest"};
    if (!body.empty()) request.body = body;
    return Ask(management, "/api/" + path, request);
  }

 private:
  std::string Config() const {
    return fmt::format("listeners.tcp.1 = 127.0.0.1:{}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {}\n",
                       FreePort(), management);
  }
  TempFolder folder_;
  const int names_ = FreePort();
  ServerProcess name_server_{folder_, {"/usr/bin/epmd", "-address", "127.0.0.1", "-port", std::to_string(names_)}};
  ServerProcess server_{
      folder_,
      {"/usr/lib/rabbitmq/bin/rabbitmq-server"},
      {"HOME=" + folder_.Path(), fmt::format("ERL_EPMD_PORT={}", names_), "RABBITMQ_NODENAME=docktor-test@localhost",
       fmt::format("RABBITMQ_DIST_PORT={}", FreePort()), "RABBITMQ_MNESIA_BASE=" + folder_.Path("db"),
       "RABBITMQ_LOG_BASE=" + folder_.Path("log"), "RABBITMQ_PID_FILE=" + folder_.Path("pid"),
       "RABBITMQ_CONF_ENV_FILE=/dev/null", "RABBITMQ_CONFIG_FILE=" + folder_.Write("rabbit.conf", Config()),
       "RABBITMQ_ENABLED_PLUGINS_FILE=" + folder_.Write("plugins", "[rabbitmq_management].\n")}};
};

/// NATS with JetStream.
class Nats {
 public:
  Nats() {
    server_.Await([this] { return Ask(monitor, "/healthz") == 200; });
  }
  const int port = FreePort(), monitor = FreePort();

  /// Sends messages, each a subject and its content, as a client does.
  void Publish(const std::vector<std::pair<std::string, std::string>>& messages) const {
    std::string lines = "CONNECT {\"verbose\":false}\r\nSUB answers 1\r\n";
    for (const auto& [subject, content] : messages)
      lines += fmt::format("PUB {} answers {}\r\n{}\r\n", subject, content.size(), content);
    Shell(
        fmt::format("printf '%s' '{}PING\r\n' | timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/{}; cat >&3; "
                    "while read -r line <&3; do [[ $line == PONG* ]] && exit 0; done; exit 1'",
                    lines, port));
  }

 private:
  TempFolder folder_;
  ServerProcess server_{folder_,
                        {"/usr/sbin/nats-server", "-a", "127.0.0.1", "-p", std::to_string(port), "-m",
                         std::to_string(monitor), "-js", "-sd", folder_.Path("data")}};
};

}  // namespace docktor::test
