#include <QTest>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/limits.h"
#include "support/outcome.h"
#include "support/places.h"
#include "trust/signing_config.h"

using namespace weighmaster;
using namespace weighmaster::tests;
using base::Json;
using trust::SigningConfig;

namespace {

constexpr auto today = "2026-11-21T12:00:00Z";

base::TimePoint time(std::string_view text) {
  return base::parse_rfc3339(text).value();
}

Json service(const std::string& url, int version, const std::string& operated_by,
             const std::string& start = "2026-01-01T00:00:00Z", const std::string& end = {}) {
  Json window{{"start", start}};
  if (!end.empty()) window["end"] = end;
  return {{"url", url}, {"majorApiVersion", version}, {"validFor", window}, {"operator", operated_by}};
}

/// One service of each kind.
Json config() {
  return {{"mediaType", "application/vnd.dev.sigstore.signingconfig.v0.2+json"},
          {"caUrls", Json::array({service("https://ca.a", 1, "a")})},
          {"oidcUrls", Json::array({service("https://login.a", 1, "a")})},
          {"rekorTlogUrls", Json::array({service("https://log.a", 2, "a")})},
          {"rekorTlogConfig", {{"selector", "ANY"}}},
          {"tsaUrls", Json::array({service("https://tsa.a/stamp", 1, "a")})},
          {"tsaConfig", {{"selector", "ANY"}}}};
}

base::Result<SigningConfig> parse(const Json& json) {
  return SigningConfig::parse(as_bytes(json.dump()));
}

/// "the code: subject, detail" of what keeps it from being read, or "ok".
QString refusal(const Json& json) {
  const auto parsed = parse(json);
  if (parsed) return "ok";
  return outcome(parsed) + ": " + QString::fromStdString(parsed.error().subject) + ", " +
         QString::fromStdString(parsed.error().detail);
}

/// The picked addresses of the logs, then those of the timestamp authorities, or the error.
QString picked(const Json& json, std::string_view now = today) {
  const auto services = parse(json).value().pick(time(now));
  if (!services) {
    return outcome(services) + ": " + QString::fromStdString(services.error().subject) +
           QString::fromStdString(services.error().detail.empty() ? "" : ", " + services.error().detail);
  }
  QStringList urls;
  for (const auto& log : services->logs) urls << QString::fromStdString(log.url);
  for (const auto& authority : services->timestamp_authorities) urls << QString::fromStdString(authority.url);
  return urls.join(' ');
}

Json with_logs(std::vector<Json> logs, Json count = {{"selector", "ANY"}}) {
  auto json = config();
  json["rekorTlogUrls"] = std::move(logs);
  json["rekorTlogConfig"] = std::move(count);
  return json;
}

using Change = std::function<void(Json&)>;

}  // namespace

Q_DECLARE_METATYPE(Change)

class tst_signing_config : public QObject {
  Q_OBJECT

 private slots:
  void the_published_configs_say_which_services_sign_data() {
    QTest::addColumn<QString>("instance");
    QTest::addColumn<QString>("expected");
    QTest::newRow("public") << "public-good"
                            << "https://fulcio.sigstore.dev https://oauth2.sigstore.dev/auth "
                               "https://rekor.sigstore.dev https://timestamp.sigstore.dev/api/v1/timestamp";
    QTest::newRow("staging") << "staging"
                             << "https://fulcio.sigstage.dev https://oauth2.sigstage.dev/auth "
                                "https://log2025-alpha3.rekor.sigstage.dev "
                                "https://timestamp.sigstage.dev/api/v1/timestamp";
  }

  void the_published_configs_say_which_services_sign() {
    QFETCH(QString, instance);
    QFETCH(QString, expected);
    const auto parsed = SigningConfig::parse(
        read(source_dir() / "resources" / "trust" / instance.toStdString() / "signing_config.json"));
    QCOMPARE(outcome(parsed), QString("ok"));
    const auto services = parsed->pick(time(today));
    QCOMPARE(outcome(services), QString("ok"));
    QCOMPARE(QString::fromStdString(services->certificate_authority.url + " " + services->login.url + " " +
                                    services->logs.front().url + " " +
                                    services->timestamp_authorities.front().url),
             expected);
    QCOMPARE(services->logs.size(), 1U);
    QCOMPARE(services->rekor_2(), instance == "staging");
  }

  void a_client_trust_config_holds_one() {
    const Json client{{"mediaType", "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json"},
                      {"trustedRoot", Json::object()},
                      {"signingConfig", config()}};
    QCOMPARE(picked(client), QString("https://log.a https://tsa.a/stamp"));
    auto without = client;
    without.erase("signingConfig");
    QCOMPARE(refusal(without), QString("services.none: signingConfig, "));
    const Json bare{{"mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1"}};
    QCOMPARE(refusal(bare), QString("services.none: signingConfig, "));
  }

  void one_interface_version_overall_the_highest_that_is_valid() {
    const auto v1 = service("https://one.a", 1, "a");
    const auto v2 = service("https://two.a", 2, "a");
    const auto v2_of_b = service("https://two.b", 2, "b");
    const auto v3 = service("https://three.a", 3, "a");
    const Json all{{"selector", "ALL"}};
    QCOMPARE(picked(with_logs({v1, v2}, all)), QString("https://two.a https://tsa.a/stamp"));
    QCOMPARE(picked(with_logs({v1, v2_of_b}, all)), QString("https://two.b https://tsa.a/stamp"));
    QCOMPARE(picked(with_logs({v3, v1}, all)), QString("https://one.a https://tsa.a/stamp"));
    QCOMPARE(picked(with_logs({v3}, all)), QString("services.none: rekorTlogUrls"));
    const auto v2_gone = service("https://two.a", 2, "a", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
    QCOMPARE(picked(with_logs({v1, v2_gone}, all)), QString("https://one.a https://tsa.a/stamp"));
  }

  void of_each_operator_the_newest() {
    const auto old = service("https://old.a", 2, "a", "2025-01-01T00:00:00Z");
    const auto recent = service("https://new.a", 2, "a", "2026-02-01T00:00:00Z");
    const auto of_b = service("https://log.b", 2, "b", "2025-06-01T00:00:00Z");
    const auto future = service("https://next.a", 2, "a", "2027-01-01T00:00:00Z");
    QCOMPARE(picked(with_logs({old, recent, future, of_b}, {{"selector", "ALL"}})),
             QString("https://new.a https://log.b https://tsa.a/stamp"));
    QCOMPARE(picked(with_logs({of_b, old, recent})), QString("https://new.a https://tsa.a/stamp"));
    auto open = old;
    open.erase("validFor");
    QCOMPARE(picked(with_logs({open, old})), QString("https://old.a https://tsa.a/stamp"));
  }

  void an_operator_that_is_not_named_goes_by_the_address() {
    auto one = service("https://one.rekor.example.org", 2, "");
    auto two = service("https://two.rekor.example.org", 2, "", "2026-02-01T00:00:00Z");
    QCOMPARE(picked(with_logs({one, two}, {{"selector", "ALL"}})),
             QString("https://two.rekor.example.org https://tsa.a/stamp"));
  }

  void both_ends_of_a_window_are_inside() {
    auto json = with_logs({service("https://log.a", 2, "a", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")});
    json["tsaUrls"][0].erase("validFor");
    const QString found = "https://log.a https://tsa.a/stamp";
    const QString none = "services.none: rekorTlogUrls";
    for (const char* other : {"caUrls", "oidcUrls"}) json[other][0].erase("validFor");
    QCOMPARE(picked(json, "2026-01-01T00:00:00Z"), found);
    QCOMPARE(picked(json, "2026-02-01T00:00:00Z"), found);
    QCOMPARE(picked(json, "2026-02-01T00:00:00.001Z"), none);
    QCOMPARE(picked(json, "2025-12-31T23:59:59.999Z"), none);
  }

  void so_many_as_the_config_says() {
    const auto a = service("https://log.a", 2, "a");
    const auto b = service("https://log.b", 2, "b");
    const auto c = service("https://log.c", 2, "c");
    const auto exact = [](int count) { return Json{{"selector", "EXACT"}, {"count", count}}; };
    QCOMPARE(picked(with_logs({a, b, c})), QString("https://log.a https://tsa.a/stamp"));
    QCOMPARE(picked(with_logs({a, b, c}, exact(2))),
             QString("https://log.a https://log.b https://tsa.a/stamp"));
    QCOMPARE(picked(with_logs({a, b, c}, exact(4))),
             QString("services.too_few: rekorTlogUrls, 4 wanted, 3 there"));
    QCOMPARE(refusal(with_logs({a}, exact(0))),
             QString("services.malformed: signingConfig.rekorTlogConfig.count, 0 services"));
    QCOMPARE(refusal(with_logs({a}, exact(-1))),
             QString("services.malformed: signingConfig.rekorTlogConfig.count, -1 services"));
    QCOMPARE(refusal(with_logs({a}, {{"selector", "EXACT"}, {"count", 1.5}})),
             QString("json.member_type: signingConfig.rekorTlogConfig.count, an integer is needed here"));
  }

  void rekor_2_needs_somebody_who_says_the_time() {
    auto json = config();
    json.erase("tsaUrls");
    json.erase("tsaConfig");
    QCOMPARE(picked(json), QString("services.none: tsaUrls"));
    json["rekorTlogUrls"] = Json::array({service("https://log.a", 1, "a")});
    QCOMPARE(picked(json), QString("https://log.a"));
    // Where authorities are named, one of them has to be in use.
    json["tsaUrls"] = Json::array({service("https://tsa.a", 1, "a", "2030-01-01T00:00:00Z")});
    json["tsaConfig"] = {{"selector", "ANY"}};
    QCOMPARE(picked(json), QString("services.none: tsaUrls"));
  }

  void nobody_signs_without_an_authority_and_a_login() {
    auto json = config();
    json["caUrls"][0]["majorApiVersion"] = 2;
    QCOMPARE(picked(json), QString("services.none: caUrls"));
    json = config();
    json["oidcUrls"] = Json::array();
    QCOMPARE(picked(json), QString("services.none: oidcUrls"));
  }

  void what_is_not_as_it_has_to_be_is_refused_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, Change change, const char* expected) {
      QTest::newRow(name) << std::move(change) << QString(expected);
    };
    row(
        "version 0.1",
        [](Json& json) { json["mediaType"] = "application/vnd.dev.sigstore.signingconfig.v0.1+json"; },
        "services.malformed: signingConfig.mediaType, "
        "application/vnd.dev.sigstore.signingconfig.v0.1+json");
    row(
        "no media type", [](Json& json) { json.erase("mediaType"); },
        "services.malformed: signingConfig.mediaType, ");
    row(
        "undefined selector",
        [](Json& json) { json["tsaConfig"]["selector"] = "SERVICE_SELECTOR_UNDEFINED"; },
        "services.malformed: signingConfig.tsaConfig.selector, SERVICE_SELECTOR_UNDEFINED");
    row(
        "no selector", [](Json& json) { json["tsaConfig"].erase("selector"); },
        "services.malformed: signingConfig.tsaConfig.selector, it is not defined");
    row(
        "nothing said of how many", [](Json& json) { json.erase("rekorTlogConfig"); },
        "services.malformed: signingConfig.rekorTlogConfig.selector, it is not defined");
    row(
        "lower case", [](Json& json) { json["tsaConfig"]["selector"] = "any"; },
        "services.malformed: signingConfig.tsaConfig.selector, any");
    row(
        "no address", [](Json& json) { json["caUrls"][0].erase("url"); },
        "json.member_missing: signingConfig.caUrls.url, ");
    row(
        "a file", [](Json& json) { json["caUrls"][0]["url"] = "file:///etc/passwd"; },
        "services.malformed: signingConfig.caUrls.url, file:///etc/passwd");
    row(
        "no host", [](Json& json) { json["caUrls"][0]["url"] = "https:///x"; },
        "services.malformed: signingConfig.caUrls.url, https:///x");
    row(
        "no time", [](Json& json) { json["caUrls"][0]["validFor"]["start"] = "yesterday"; },
        "time.malformed: signingConfig.caUrls.validFor.start, not a time as RFC 3339 writes it");
    row(
        "no list", [](Json& json) { json["caUrls"] = 1; },
        "json.member_type: signingConfig.caUrls, a list is needed here");
    row(
        "too many",
        [](Json& json) {
          for (std::size_t i = 0; i <= base::limits::trusted_logs; ++i)
            json["caUrls"].push_back(json["caUrls"][0]);
        },
        "bundle.too_many: signingConfig.caUrls, ");
  }

  void what_is_not_as_it_has_to_be_is_refused() {
    QFETCH(Change, change);
    QFETCH(QString, expected);
    auto json = config();
    QCOMPARE(refusal(json), QString("ok"));
    change(json);
    QCOMPARE(refusal(json), expected);
  }
};

QTEST_APPLESS_MAIN(tst_signing_config)
#include "tst_signing_config.moc"
