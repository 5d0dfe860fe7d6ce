#include "net/listener.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <QElapsedTimer>
#include <QNetworkInterface>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include "base/limits.h"
#include "support/outcome.h"

namespace {

/// The error of every `accept` in this program; 0: they are the system's own.
std::atomic<int> accept_fails_with = 0;
std::atomic<int> accept_failed = 0;

}  // namespace

extern "C" int accept(int door, sockaddr* address, socklen_t* size) {
  using Accept = int (*)(int, sockaddr*, socklen_t*);
  static const auto real = reinterpret_cast<Accept>(::dlsym(RTLD_NEXT, "accept"));
  if (const int error = accept_fails_with; error != 0) {
    ++accept_failed;
    errno = error;
    return -1;
  }
  return real(door, address, size);
}

using namespace weighmaster;
using net::Listener;
using net::Page;
using net::Parameter;
using tests::outcome;

namespace {

using Query = std::vector<Parameter>;

/// A listener that remembers what it was asked.
struct Door {
  std::vector<Query> asked;
  std::unique_ptr<Listener> listener;

  explicit Door(std::uint16_t port = 0) {
    auto opened = Listener::open("/auth/callback", port, [this](const Query& query) {
      asked.push_back(query);
      return Page{200, "<p>done</p>", {{"Content-Security-Policy", "default-src 'none'"}}};
    });
    if (opened) listener = std::move(*opened);
  }
  [[nodiscard]] QByteArray host() const { return "localhost:" + QByteArray::number(listener->port()); }
};

/// Sends raw bytes, and reads until the other side is done.
QByteArray exchange(const Door& door, const QByteArray& bytes, const QString& address = "127.0.0.1") {
  QTcpSocket socket;
  socket.connectToHost(address, door.listener->port());
  if (!socket.waitForConnected(5000)) return "no connection";
  socket.write(bytes);
  QByteArray answer;
  QElapsedTimer clock;
  clock.start();
  while (socket.state() != QAbstractSocket::UnconnectedState && clock.elapsed() < 15'000) {
    socket.waitForReadyRead(100);
    answer += socket.readAll();
  }
  return answer + socket.readAll();
}

QByteArray request(const Door& door, const QByteArray& line, const QByteArray& more = {}) {
  return line + " HTTP/1.1\r\nHost: " + door.host() + "\r\n" + more + "\r\n";
}

int status(const QByteArray& answer) {
  return answer.startsWith("HTTP/1.1 ") ? answer.mid(9, 3).toInt() : 0;
}

}  // namespace

/// What hostile programs and pages on the same computer can send to the door of a login (RFC 8252).
class tst_listener : public QObject {
  Q_OBJECT

 private slots:
  void a_browser_is_answered() {
    Door door;
    QVERIFY(door.listener);
    QVERIFY(door.listener->port() != 0);
    const auto answer = exchange(door, request(door, "GET /auth/callback?state=a%20b&code=c%2Bd+e&iss="));
    QCOMPARE(status(answer), 200);
    QVERIFY2(answer.endsWith("<p>done</p>"), answer);
    for (const char* line :
         {"Content-Security-Policy: default-src 'none'", "Cache-Control: no-store",
          "Referrer-Policy: no-referrer", "X-Content-Type-Options: nosniff",
          "Content-Type: text/html; charset=utf-8", "Connection: close", "Content-Length: 11"}) {
      QVERIFY2(answer.contains(QByteArray(line) + "\r\n"), line);
    }
    QCOMPARE(door.asked.size(), 1U);
    QVERIFY((door.asked.front() == Query{{"code", "c+d e"}, {"iss", ""}, {"state", "a b"}}));
  }

  void a_name_that_is_given_twice_is_seen_twice() {
    Door door;
    exchange(door, request(door, "GET /auth/callback?state=a&state=b"));
    QVERIFY((door.asked.at(0) == Query{{"state", "a"}, {"state", "b"}}));
  }

  void only_what_concerns_it_is_answered_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("expected");
    QTest::newRow("another path") << QByteArray("GET /?state=a") << 404;
    QTest::newRow("a longer path") << QByteArray("GET /auth/callback/?state=a") << 404;
    QTest::newRow("a path in disguise") << QByteArray("GET /auth/%63allback?state=a") << 404;
    QTest::newRow("dots") << QByteArray("GET /auth/x/../callback?state=a") << 404;
    QTest::newRow("icon") << QByteArray("GET /favicon.ico") << 404;
    QTest::newRow("whole address") << QByteArray("GET http://localhost/auth/callback?state=a") << 404;
    QTest::newRow("post") << QByteArray("POST /auth/callback?state=a") << 405;
    QTest::newRow("head") << QByteArray("HEAD /auth/callback?state=a") << 405;
    QTest::newRow("put") << QByteArray("PUT /auth/callback?state=a") << 405;
    QTest::newRow("delete") << QByteArray("DELETE /auth/callback?state=a") << 405;
    QTest::newRow("options") << QByteArray("OPTIONS /auth/callback?state=a") << 405;
    QTest::newRow("trace") << QByteArray("TRACE /auth/callback?state=a") << 405;
    QTest::newRow("an unknown method") << QByteArray("BREW /auth/callback?state=a") << 400;
    QTest::newRow("an address of 9 kB") << "GET /auth/callback?state=" + QByteArray(9000, 'a') << 414;
  }

  void only_what_concerns_it_is_answered() {
    QFETCH(QByteArray, line);
    QFETCH(int, expected);
    Door door;
    const auto answer = exchange(door, request(door, line));
    QCOMPARE(status(answer), expected);
    QVERIFY2(!answer.contains("state"), "nothing of the request comes back");
    QVERIFY(door.asked.empty());
  }

  void a_foreign_host_is_refused_data() {
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("expected");
    QTest::newRow("localhost") << QByteArray("Host: localhost:PORT\r\n") << 200;
    QTest::newRow("capitals") << QByteArray("Host: LocalHost:PORT\r\n") << 200;
    QTest::newRow("127.0.0.1") << QByteArray("Host: 127.0.0.1:PORT\r\n") << 200;
    QTest::newRow("::1") << QByteArray("Host: [::1]:PORT\r\n") << 200;
    QTest::newRow("rebound") << QByteArray("Host: evil.example:PORT\r\n") << 403;
    QTest::newRow("below localhost") << QByteArray("Host: localhost.evil.example:PORT\r\n") << 403;
    QTest::newRow("another port") << QByteArray("Host: localhost:1\r\n") << 403;
    QTest::newRow("no port") << QByteArray("Host: localhost\r\n") << 403;
    QTest::newRow("none") << QByteArray() << 403;
    QTest::newRow("two") << QByteArray("Host: localhost:PORT\r\nHost: evil.example\r\n") << 403;
  }

  void a_foreign_host_is_refused() {
    QFETCH(QByteArray, host);
    QFETCH(int, expected);
    Door door;
    host.replace("PORT", QByteArray::number(door.listener->port()));
    const auto answer = exchange(door, "GET /auth/callback?state=a HTTP/1.1\r\n" + host + "\r\n");
    QCOMPARE(status(answer), expected);
    QCOMPARE(door.asked.empty(), expected != 200);
  }

  void what_is_too_long_or_no_http_is_refused_data() {
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray start = "GET /auth/callback?state=a HTTP/1.1\r\nHost: localhost:PORT\r\n";
    QTest::newRow("a query of 1 MiB") << "GET /auth/callback?state=" + QByteArray(1 << 20, 'a') +
                                             " HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n";
    QTest::newRow("no end of the line") << QByteArray(1 << 20, 'a');
    QTest::newRow("a header of 1 MiB") << start + "X-More: " + QByteArray(1 << 20, 'a') + "\r\n\r\n";
    QByteArray many = start;
    for (int i = 0; i < 20'000; ++i) many += "X-" + QByteArray::number(i) + ": a\r\n";
    QTest::newRow("20,000 headers") << many + "\r\n";
    QTest::newRow("no HTTP") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15);
    QTest::newRow("NUL") << QByteArray("GET /auth/callback?\0 HTTP/1.1\r\n\r\n", 33);
    QTest::newRow("CR LF in the query")
        << QByteArray("GET /auth/callback?state=a\r\nX-Evil: 1 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n");
    QTest::newRow("nothing but a line break") << QByteArray("\r\n\r\n");
  }

  void what_is_too_long_or_no_http_is_refused() {
    QFETCH(QByteArray, bytes);
    Door door;
    bytes.replace("PORT", QByteArray::number(door.listener->port()));
    QElapsedTimer clock;
    clock.start();
    const auto answer = exchange(door, bytes);
    QVERIFY2(status(answer) == 0 || status(answer) >= 400, answer.left(100));
    QVERIFY2(clock.elapsed() < 10'000, "in time");
    QVERIFY(door.asked.empty());
    QCOMPARE(status(exchange(door, request(door, "GET /auth/callback"))), 200);  // and is still there
  }

  /// The library reads it by a regular expression that calls itself for every letter.
  void a_range_of_many_digits_does_no_harm_data() {
    QTest::addColumn<QByteArray>("range");
    QTest::newRow("digits") << "bytes=" + QByteArray(8000, '1') + "-";
    QTest::newRow("more digits") << "bytes=" + QByteArray(60'000, '1') + "-";
    QTest::newRow("many ranges") << "bytes=0-" + QByteArray(",0-").repeated(2500);
    QTest::newRow("a part") << QByteArray("bytes=0-1");
  }

  void a_range_of_many_digits_does_no_harm() {
    QFETCH(QByteArray, range);
    Door door;
    const auto answer = exchange(door, request(door, "GET /auth/callback", "Range: " + range + "\r\n"));
    QVERIFY2(status(answer) == 200 || status(answer) == 0 || status(answer) >= 400, answer.left(100));
    if (status(answer) == 200) QVERIFY(answer.endsWith("<p>done</p>"));
  }

  void it_listens_on_loopback_only() {
    Door door;
    for (const auto& address : QNetworkInterface::allAddresses()) {
      QTcpSocket socket;
      socket.connectToHost(address, door.listener->port());
      const bool ours = address == QHostAddress::LocalHost || address == QHostAddress::LocalHostIPv6;
      // Without IPv6 on the loopback there is only the one.
      if (address != QHostAddress::LocalHostIPv6) QCOMPARE(socket.waitForConnected(2000), ours);
    }
    // No interface besides loopback may be there: a socket of all addresses would not bind beside ours then.
    QTcpSocket other;
    other.connectToHost(QHostAddress("127.0.0.2"), door.listener->port());
    QVERIFY(!other.waitForConnected(2000));
  }

  void both_families_answer_on_the_same_port() {
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHostIPv6)) QSKIP("no IPv6 on this computer's loopback");
    Door door;
    const auto answer = exchange(door, request(door, "GET /auth/callback"), "::1");
    QCOMPARE(status(answer), 200);
  }

  void a_chosen_port_is_used_and_nobody_shares_it() {
    std::uint16_t port = 0;
    {
      const Door first;
      port = first.listener->port();
    }
    Door door(port);
    QVERIFY(door.listener);
    QCOMPARE(door.listener->port(), port);
    const auto second = Listener::open("/", port, [](const Query&) { return Page{}; });
    QCOMPARE(outcome(second), QString("login.listener"));
    QVERIFY(second.error().detail.find(std::to_string(port)) != std::string::npos);
    exchange(door, request(door, "GET /auth/callback"));
    QCOMPARE(door.asked.size(), 1U);
  }

  /// Browsers open connections ahead; other programs may want to hold the door.
  void connections_that_say_nothing_hold_nobody_up_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("a browser's") << 4 << QByteArray();
    QTest::newRow("many") << 150 << QByteArray();
    QTest::newRow("many that begin") << 150 << QByteArray("GET /auth/callback?state=");
  }

  void connections_that_say_nothing_hold_nobody_up() {
    QFETCH(int, count);
    QFETCH(QByteArray, said);
    Door door;
    std::vector<std::unique_ptr<QTcpSocket>> idle;
    for (int i = 0; i < count; ++i) {
      idle.push_back(std::make_unique<QTcpSocket>());
      idle.back()->connectToHost("127.0.0.1", door.listener->port());
      QVERIFY(idle.back()->waitForConnected(2000));
      idle.back()->write(said);
      if (!said.isEmpty()) QVERIFY(idle.back()->waitForBytesWritten(1000));
    }
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(status(exchange(door, request(door, "GET /auth/callback"))), 200);
    QVERIFY2(clock.elapsed() < 1'000, qPrintable(QString::number(clock.elapsed())));
  }

  void a_visitor_who_is_pushed_out_is_the_oldest() {
    Door door;
    std::vector<std::unique_ptr<QTcpSocket>> idle;
    for (std::size_t i = 0; i < base::limits::login_connections + 1; ++i) {
      idle.push_back(std::make_unique<QTcpSocket>());
      idle.back()->connectToHost("127.0.0.1", door.listener->port());
      QVERIFY(idle.back()->waitForConnected(2000));
    }
    QVERIFY(idle.front()->waitForDisconnected(1000));
    QVERIFY(!idle.at(1)->waitForDisconnected(100));
    QVERIFY(!idle.back()->waitForDisconnected(100));
  }

  void a_request_in_pieces_is_heard() {
    Door door;
    QTcpSocket slow;
    slow.connectToHost("127.0.0.1", door.listener->port());
    QVERIFY(slow.waitForConnected(2000));
    const auto bytes = request(door, "GET /auth/callback?state=a");
    for (const char byte : bytes) {
      slow.write(&byte, 1);
      slow.waitForBytesWritten(100);
    }
    QVERIFY(slow.waitForDisconnected(2000));
    QCOMPARE(status(slow.readAll()), 200);
    QCOMPARE(door.asked.size(), 1U);
  }

  /// cpp-httplib's own loop ends there, and leaves a number to close that may be another file's by then.
  void a_system_without_descriptors_does_not_end_it_data() {
    QTest::addColumn<int>("error");
    QTest::newRow("too many in this program") << EMFILE;
    QTest::newRow("too many on this computer") << ENFILE;
    QTest::newRow("no memory for one") << ENOBUFS;
    QTest::newRow("gone before it was let in") << ECONNABORTED;
    QTest::newRow("a signal") << EINTR;
  }

  void a_system_without_descriptors_does_not_end_it() {
    QFETCH(int, error);
    const auto free_number = [] {
      const int number = ::dup(0);
      ::close(number);
      return number;
    };
    auto door = std::make_unique<Door>();
    accept_failed = 0;
    accept_fails_with = error;
    QTcpSocket waits;
    waits.connectToHost("127.0.0.1", door->listener->port());
    QVERIFY(waits.waitForConnected(2000));
    QTRY_VERIFY(accept_failed > 2);
    accept_fails_with = 0;
    QCOMPARE(status(exchange(*door, request(*door, "GET /auth/callback"))), 200);
    const int first = free_number();
    std::vector<int> files;
    for (int i = 0; i < 20; ++i) files.push_back(::dup(0));
    QVERIFY(files.front() == first);
    door.reset();
    for (const int file : files) {
      QVERIFY2(::fcntl(file, F_GETFD) != -1, "not closed by somebody else");
      ::close(file);
    }
  }

  void out_of_descriptors_it_waits_for_one() {
    Door door;
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    const rlimit none{static_cast<rlim_t>(client) + 1, before.rlim_max};
    std::vector<int> holes;  // numbers below that are free
    for (int hole = ::dup(0); hole < client; hole = ::dup(0)) holes.push_back(hole);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(door.listener->port());
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected = ::connect(client, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0;
    QTest::qSleep(100);
    ::setrlimit(RLIMIT_NOFILE, &before);
    for (const int hole : holes) ::close(hole);
    QVERIFY(connected);
    const auto bytes = request(door, "GET /auth/callback");
    QCOMPARE(::send(client, bytes.data(), static_cast<std::size_t>(bytes.size()), 0), bytes.size());
    std::array<char, 4096> answer{};
    const auto got = ::recv(client, answer.data(), answer.size(), 0);
    ::close(client);
    QVERIFY(got > 0);
    QCOMPARE(status(QByteArray(answer.data(), got)), 200);
  }

  void a_request_in_drops_ends_and_does_not_hold_the_end_up() {
    auto door = std::make_unique<Door>();
    QTcpSocket slow;
    slow.connectToHost("127.0.0.1", door->listener->port());
    QVERIFY(slow.waitForConnected(2000));
    QElapsedTimer clock;
    clock.start();
    while (slow.state() == QAbstractSocket::ConnectedState && clock.elapsed() < 20'000) {
      slow.write("a");
      slow.waitForBytesWritten(10);
      slow.waitForReadyRead(200);
    }
    QVERIFY2(clock.elapsed() < 10'000, "a byte now and then");

    QTcpSocket second;
    second.connectToHost("127.0.0.1", door->listener->port());
    QVERIFY(second.waitForConnected(2000));
    second.write("GET /auth");
    second.waitForBytesWritten(100);
    QTest::qWait(100);
    clock.restart();
    door.reset();
    QVERIFY2(clock.elapsed() < 500, "it closes at once");
  }

  void the_answer_arrives_though_the_door_closes() {
    for (int round = 0; round < 20; ++round) {
      std::atomic<bool> asked = false;
      auto opened = Listener::open("/cb", 0, [&](const Query&) {
        asked = true;
        return Page{200, std::string(3000, 'x'), {}};
      });
      QVERIFY(opened.has_value());
      QTcpSocket socket;
      const auto port = (*opened)->port();
      socket.connectToHost("127.0.0.1", port);
      QVERIFY(socket.waitForConnected(2000));
      socket.write("GET /cb HTTP/1.1\r\nHost: localhost:" + QByteArray::number(port) + "\r\n\r\n");
      socket.waitForBytesWritten(1000);
      while (!asked) QTest::qSleep(1);
      opened->reset();
      QByteArray answer;
      while (socket.waitForReadyRead(2000)) answer += socket.readAll();
      QVERIFY2(answer.endsWith("xxx"), "whole");
    }
  }

  void the_program_is_as_it_was() {
    struct sigaction before {};
    ::sigaction(SIGPIPE, nullptr, &before);
    {
      const Door door;
      struct sigaction during {};
      ::sigaction(SIGPIPE, nullptr, &during);
      QVERIFY(during.sa_handler == before.sa_handler);
      // A client that is gone when it is answered.
      QTcpSocket socket;
      socket.connectToHost("127.0.0.1", door.listener->port());
      QVERIFY(socket.waitForConnected(2000));
      socket.write(request(door, "GET /auth/callback"));
      socket.waitForBytesWritten(1000);
      socket.abort();
      QTest::qWait(100);
    }
  }
};

QTEST_GUILESS_MAIN(tst_listener)
#include "tst_listener.moc"
