#include <QTest>

#include "model/code_risk.h"

using namespace weighmaster;
using model::CodeRisk;

Q_DECLARE_METATYPE(weighmaster::model::CodeRisk)

namespace {

template <std::size_t N>
QByteArray bytes(const char (&text)[N]) {  // NOLINT(modernize-avoid-c-arrays): a literal that may hold NUL
  return {&text[0], N - 1};
}

QByteArray zip_entry(const QByteArray& name, const QByteArray& content) {
  QByteArray entry = bytes("PK\x03\x04") + QByteArray(22, '\0');
  entry += static_cast<char>(name.size());
  entry += QByteArray(3, '\0');
  return entry + name + content;
}

QByteArray pe() {
  QByteArray program = "MZ" + QByteArray(58, '\0');
  program += bytes("\x80\0\0\0");
  return program + QByteArray(64, '\0') + bytes("PE\0\0");
}

CodeRisk risk(const QByteArray& name, const QByteArray& content) {
  return model::code_risk(name.toStdString(), as_bytes(std::string_view(
                                                  content.data(), static_cast<std::size_t>(content.size()))));
}

}  // namespace

class tst_code_risk : public QObject {
  Q_OBJECT

 private slots:
  void is_known_by_content_and_name_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<CodeRisk>("expected");
    const auto row = [](const char* what, const QByteArray& name, const QByteArray& content,
                        CodeRisk expected) { QTest::newRow(what) << name << content << expected; };
    row("pickle, protocol 2", "pytorch_model.bin", bytes("\x80\x02}q\0."), CodeRisk::pickle);
    row("pickle, protocol 4", "scaler", bytes("\x80\x04\x95\x05\0\0\0\0\0\0\0K\x01."), CodeRisk::pickle);
    row("pickle, protocol 5 under a harmless name", "notes.txt", bytes("\x80\x05]."), CodeRisk::pickle);
    row("protocol 0, known by its name", "a.PKL", "(dp0\n.", CodeRisk::pickle);
    row("joblib, compressed", "model.joblib", bytes("\x78\x9c\x01"), CodeRisk::pickle);
    row("torch in a zip", "model.pt", zip_entry("archive/data.pkl", bytes("\x80\x02")), CodeRisk::pickle);
    row("torch, second entry", "model.bin",
        zip_entry("model/version", "3\n") + zip_entry("model/data.pkl", ""), CodeRisk::pickle);
    row("NumPy array of objects", "a.npy",
        bytes("\x93NUMPY\x01\0v\0{'descr': '|O', 'fortran_order': False}\n"), CodeRisk::pickle);
    row("NumPy array of numbers", "a.npy",
        bytes("\x93NUMPY\x01\0v\0{'descr': '<f4', 'fortran_order': False}\n'|O'"), CodeRisk::none);
    row("script", "modeling_x.py", "import os", CodeRisk::script);
    row("script, empty", "sub/__init__.py", "", CodeRisk::script);
    row("script by its first line", "run", "#!/bin/sh\n", CodeRisk::script);
    row("code to load", "config.json", "{\"auto_map\": {\"AutoModel\": \"m.M\"}}", CodeRisk::remote_code);
    row("code to load, spelled oddly", "config.json", "{\"\\u0061uto_m\\u0061p\"\n :\t{}}",
        CodeRisk::remote_code);
    row("the word in a text", "config.json", "{\"a\": \"auto_map\"}", CodeRisk::none);
    row("not in a configuration", "README.md", "{\"auto_map\": {}}", CodeRisk::none);
    row("Keras lambda", "model.keras", zip_entry("config.json", "{\"class_name\": \"Lambda\"}"),
        CodeRisk::lambda_layer);
    row("Keras lambda, old", "model.h5", bytes("\x89HDF\r\n\x1a\n\0{\"class_name\":\"Lambda\"}"),
        CodeRisk::lambda_layer);
    row("Keras lambda, architecture only", "model.json", "{\"class_name\" : \"Lambda\"}",
        CodeRisk::lambda_layer);
    row("Keras without", "model.keras", zip_entry("config.json", "{\"class_name\": \"Dense\"}"),
        CodeRisk::none);
    row("ELF", "ops.so",
        bytes("\x7f"
              "ELF\x02"),
        CodeRisk::shared_library);
    row("ELF under another name", "weights.bin",
        bytes("\x7f"
              "ELF\x02"),
        CodeRisk::shared_library);
    row("Mach-O", "ops.dylib", bytes("\xCF\xFA\xED\xFE"), CodeRisk::shared_library);
    row("Mach-O, fat", "ops.dylib", bytes("\xCA\xFE\xBA\xBE\0\0\0\x02"), CodeRisk::shared_library);
    row("PE", "ops.dll", pe(), CodeRisk::shared_library);
    row("a text that begins with MZ", "notes", "MZ is not enough", CodeRisk::none);
    row("safetensors", "model.safetensors", bytes("\x40\0\0\0\0\0\0\0{\"a\":"), CodeRisk::none);
    row("safetensors, header of 640 bytes", "model.safetensors", bytes("\x80\x02\0\0\0\0\0\0{\"a\":"),
        CodeRisk::none);
    row("safetensors, header of 2.6 MB", "model.safetensors", bytes("\x80\x02\x28\0\0\0\0\0{\"a\":"),
        CodeRisk::none);
    row("GGUF", "model.gguf", bytes("GGUF\x03\0\0\0"), CodeRisk::none);
    row("empty", "a", "", CodeRisk::none);
    row("JSON", "config.json", "{\"model_type\": \"bert\"}", CodeRisk::none);
  }

  void is_known_by_content_and_name() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, content);
    QFETCH(CodeRisk, expected);
    QVERIFY(risk(name, content) == expected);
  }

  void anything_can_be_looked_at() {
    const QByteArray starts[] = {pe(),
                                 zip_entry("a/data.pkl", "x"),
                                 bytes("\x80\x04\x95"),
                                 bytes("\xCA\xFE\xBA\xBE\0\0\0\x02"),
                                 bytes("\x93NUMPY\x01\0v\0{'descr': '|O'"),
                                 "{\"auto_map\":\\u0",
                                 "MZ" + QByteArray(62, '\xFF'),
                                 bytes("PK\x03\x04PK\x03\x04PK\x03\x04")};
    int seen = 0;
    for (const auto& start : starts) {
      for (qsizetype size = 0; size <= start.size(); ++size) {
        for (const char* name : {"a", "a.json", "a.keras", ".py", ""}) {
          seen += risk(name, start.left(size)) == CodeRisk::none ? 0 : 1;
        }
      }
    }
    QVERIFY(seen > 0);
  }

  void long_hostile_starts_take_no_quadratic_time() {
    const int size = static_cast<int>(model::code_risk_bytes);
    QVERIFY(risk("a.json", QByteArray("\\u00").repeated(size / 4)) == CodeRisk::none);
    QVERIFY(risk("a.json", QByteArray("\"auto_map\"").repeated(size / 10)) == CodeRisk::none);
    QVERIFY(risk("a.json", QByteArray("\"auto_map\" ") + QByteArray(size, ' ')) == CodeRisk::none);
    QVERIFY(risk("a", bytes("PK\x03\x04").repeated(size / 4)) == CodeRisk::none);
  }

  void leftovers_are_known_by_their_tool_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("tool");
    const auto row = [](const char* name, const char* tool) {
      QTest::newRow(name) << QByteArray(name) << QByteArray(tool);
    };
    row(".cache/huggingface", "Hugging Face Hub");
    row(".cache/huggingface/download/config.json.metadata", "Hugging Face Hub");
    row("sub/.cache/huggingface/x", "Hugging Face Hub");
    row(".DS_Store", "macOS");
    row("sub/.DS_Store", "macOS");
    row("._weights.bin", "macOS");
    row("sub/._weights.bin", "macOS");
    row("Thumbs.db", "Windows");
    row("desktop.ini", "Windows");
    row("a/.ipynb_checkpoints/b.ipynb", "Jupyter");
    row("__pycache__/m.pyc", "Python");
    row(".cache/weights.bin", "");
    row(".cache", "");
    row("x.DS_Store", "");
    row(".DS_Store.bin", "");
    row("my__pycache__/a", "");
    row(".gitattributes", "");
    row("._", "");
    row("model.safetensors", "");
  }

  void leftovers_are_known_by_their_tool() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, tool);
    QCOMPARE(std::string(model::leftover_of(name.toStdString())), tool.toStdString());
  }
};

QTEST_APPLESS_MAIN(tst_code_risk)
#include "tst_code_risk.moc"
