#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <filesystem>

#include "run_terminal.h"

using namespace weighmaster;
using namespace weighmaster::tests;
namespace fs = std::filesystem;

namespace {

/// The lines for the shell under "## Slurm" in docs/cluster.md, block by block.
QStringList documented() {
  const auto bytes = read(source_dir() / "docs" / "cluster.md");
  const auto page = QString::fromStdString(std::string(as_text(bytes)));
  const auto section = page.section("## Slurm\n", 1).section("\n## ", 0, 0);
  static const QRegularExpression block("```bash\\n(.*?)```", QRegularExpression::DotMatchesEverythingOption);
  QStringList blocks;
  auto found = block.globalMatch(section);
  while (found.hasNext()) blocks << found.next().captured(1);
  return blocks;
}

/// The tasks that Slurm would make of the job.
QStringList tasks_of(const QString& job) {
  static const QRegularExpression array("#SBATCH --array=1-(\\d+)\\n");
  const int count = array.match(job).captured(1).toInt();
  QStringList tasks;
  for (int task = 1; task <= count; ++task) tasks << QString::number(task);
  return tasks;
}

std::string payload_of(const fs::path& signature) {
  return base::parse_json(read(signature), "the signature")
      .value()["dsseEnvelope"]["payload"]
      .get<std::string>();
}

}  // namespace

/// What docs/cluster.md tells people to type, in a shell, as Slurm would run it.
class TestCluster : public QObject {
  Q_OBJECT

  TemporaryFolder folder_;

  /// All output of the lines; ends the test program where their exit code is another.
  QString shell(const QString& lines, int exit_code = 0, const QString& task = {}) const {
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    const auto program = QString(WEIGHMASTER_CLI).section('/', 0, -2);
    environment.insert("PATH", program + ":" + environment.value("PATH"));
    if (!task.isEmpty()) environment.insert("SLURM_ARRAY_TASK_ID", task);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(QString::fromStdString(folder_.path().string()));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start("bash", {"-e", "-u", "-c", lines});
    if (!process.waitForFinished(120'000)) qFatal("it does not end");
    const auto said = QString::fromUtf8(process.readAll());
    if (process.exitCode() != exit_code) qFatal("%s\n%s", qPrintable(lines), qPrintable(said));
    return said;
  }

 private slots:
  void a_job_array_signs_and_verifies_as_one_machine_does() {
    write_model(folder_ / "my-model", {{"config.json", "{}"}, {"sub/b.bin", "12345"}});
    write(folder_ / "my-model/weights.bin", "");
    fs::resize_file(folder_ / "my-model/weights.bin", 3'500'000'000);
    const auto key = TestKey::generate();
    write(folder_ / "signing.pem", key.private_pem());
    write(folder_ / "publisher.pub", key.public_pem());
    fs::permissions(folder_ / "signing.pem", fs::perms::owner_read);

    const auto blocks = documented();
    QCOMPARE(blocks.size(), 4);
    shell(blocks[0]);
    const auto tasks = tasks_of(blocks[1]);
    QCOMPARE(tasks.size(), 4);
    for (const auto& task : tasks) QVERIFY(shell(blocks[1], 0, task).contains("Part " + task + " of 4, "));
    shell(blocks[2]);
    shell(
        "weighmaster-cli sign key my-model --private-key signing.pem --signature one.sig --shard-size "
        "1073741824");
    QCOMPARE(payload_of(folder_ / "my-model.sig"), payload_of(folder_ / "one.sig"));
    QVERIFY(shell(blocks[3]).contains("Nothing differs, but files were compared by stored digests"));

    // One is missing when the array is submitted again.
    fs::remove(folder_ / "part-2.json");
    shell(blocks[3], 5);
    QVERIFY(shell(blocks[1], 0, "3").contains("was already in"));
    QVERIFY(shell(blocks[1], 0, "2").contains("is in"));
    shell(blocks[3]);
  }
};

QTEST_APPLESS_MAIN(TestCluster)
#include "tst_cluster.moc"
