#include "app/desktop/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <cstdio>

#include "base/file.h"
#include "base/limits.h"
#include "resources/instances.h"
#include "ui/models/text.h"

namespace weighmaster::desktop {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("options", text);
}

std::optional<std::filesystem::path> pathOf(const QCommandLineParser& parser, const QString& name) {
  if (!parser.isSet(name)) return std::nullopt;
  return ui::toPath(parser.value(name));
}

/// Absolute and without "." and "..", so that one model has one row; a last "/" goes.
std::filesystem::path absolute(const QString& text) {
  std::error_code failed;
  auto path = std::filesystem::absolute(ui::toPath(text), failed).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

/// Null where it holds none: a bare trusted root serves to verify.
std::shared_ptr<const trust::SigningConfig> signingConfigIn(BytesView json) {
  auto config = trust::SigningConfig::parse(json);
  return config ? std::make_shared<const trust::SigningConfig>(std::move(*config)) : nullptr;
}

[[noreturn]] void refuse(const QString& what) {
  std::fprintf(stderr, "weighmaster: %s\n", qPrintable(what));
  std::exit(2);
}

}  // namespace

Options parseOptions(const QStringList& arguments) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      translated("Checks who signed a model, and whether it is still what they signed."));
  parser.addHelpOption();
  parser.addVersionOption();
  const auto file = translated("file");
  parser.addOptions({
      {"signature", translated("The signature file; else it is looked for."), file},
      {"public-key", translated("The publisher's public key, PEM."), file},
      {"certificate-chain", translated("A root certificate to trust, PEM; may be given again."), file},
      {"identity", translated("Who should have signed (keyless)."), translated("name")},
      {"identity-provider", translated("Who vouches for that identity."), translated("address")},
      {"trusted-root", translated("A Sigstore trusted root instead of the shipped one."), file},
      {"offline", translated("Make no connection, also where one is asked for.")},
  });
  // Between the two programs: no part of what a person is told.
  QCommandLineOption paint(QString::fromLatin1(paintOption));
  QCommandLineOption paper(QStringLiteral("paper"), {}, QStringLiteral("paper"), QStringLiteral("a4"));
  paint.setFlags(QCommandLineOption::HiddenFromHelp);
  paper.setFlags(QCommandLineOption::HiddenFromHelp);
  parser.addOptions({paint, paper});
  parser.addPositionalArgument(
      "model", translated("A model's folder or file, a signature, or an audit report."), "[model]");
  parser.process(arguments);

  Options options;
  const auto models = parser.positionalArguments();
  if (models.size() > 1) refuse(translated("one model at a time, please"));
  if (!models.isEmpty()) options.model = absolute(models.front());
  options.signature = pathOf(parser, "signature");
  options.trustedRoot = pathOf(parser, "trusted-root");
  options.publicKey = pathOf(parser, "public-key");
  for (const auto& path : parser.values("certificate-chain"))
    options.certificateChain.push_back(ui::toPath(path));
  options.offline = parser.isSet("offline");
  options.paintReport = parser.isSet(paint);
  const auto sheet = ui::paperNamed(parser.value(paper));
  if (!sheet) refuse(translated("--paper is a4 or letter"));
  options.paper = *sheet;
  options.identity = parser.value("identity");
  options.identityProvider = parser.value("identity-provider");
  if (options.identity.isEmpty() != options.identityProvider.isEmpty()) {
    refuse(translated("--identity and --identity-provider go together"));
  }
  const int kinds = int(options.publicKey.has_value()) + int(!options.certificateChain.empty()) +
                    int(!options.identity.isEmpty());
  if (kinds > 1) refuse(translated("say one: a public key, certificates, or an identity"));
  return options;
}

base::Result<trust::Expectation> expectationOf(const Options& options) {
  if (!options.identity.isEmpty()) {
    return trust::ExpectedIdentities{
        {{options.identity.toStdString(), options.identityProvider.toStdString()}}};
  }
  if (options.publicKey) {
    const auto pem = base::read_file(*options.publicKey, base::limits::trust_file_bytes);
    if (!pem) return base::fail(pem.error());
    auto key = crypto::PublicKey::from_pem(*pem);
    if (!key) return base::fail(key.error());
    return trust::ExpectedKeys{{std::move(*key)}};
  }
  trust::ExpectedRoots roots;
  for (const auto& path : options.certificateChain) {
    const auto pem = base::read_file(path, base::limits::trust_file_bytes);
    if (!pem) return base::fail(pem.error());
    auto certificates = crypto::Certificate::all_from_pem(*pem);
    if (!certificates) return base::fail(certificates.error());
    roots.anchors.insert(roots.anchors.end(), certificates->begin(), certificates->end());
  }
  if (roots.anchors.empty()) return trust::NoExpectation{};
  return roots;
}

base::Result<TrustRoot> trustRootOf(const Options& options,
                                    const std::optional<std::filesystem::path>& trustFolder) {
  if (options.trustedRoot) {
    const auto content = base::read_file(*options.trustedRoot, base::limits::trust_file_bytes);
    if (!content) return base::fail(content.error());
    auto root = trust::TrustedRoot::parse(*content);
    if (!root) return base::fail(root.error());
    const auto digest = root->digest();
    return TrustRoot{std::make_shared<const trust::TrustedRoot>(std::move(*root)),
                     {base::utf8(*options.trustedRoot), digest},
                     signingConfigIn(*content)};
  }
  const auto store = trustFolder ? std::optional<update::Store>(*trustFolder) : std::nullopt;
  const auto trust =
      resources::trust_named(store, store ? store->in_use() : std::string(update::Store::public_name));
  if (!trust) return base::fail(trust.error());
  return TrustRoot{trust->root,
                   {resources::source_text(*trust), trust->root->digest(), trust->version, trust->updated_at},
                   trust->signing_config ? signingConfigIn(*trust->signing_config) : nullptr};
}

std::shared_ptr<const ui::TrustDesk> trustDeskOf(const Options& options,
                                                 const std::optional<std::filesystem::path>& trustFolder,
                                                 std::function<std::shared_ptr<net::Http>()> http) {
  if (options.trustedRoot || !trustFolder) return nullptr;
  return std::make_shared<const ui::TrustDesk>(
      ui::TrustDesk::Ways{update::Store(*trustFolder),
                          {resources::public_instance(), resources::staging_instance()},
                          std::move(http)});
}

}  // namespace weighmaster::desktop
