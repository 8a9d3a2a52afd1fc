// PyTorch's archives: what they hold is read, what they ask to run is refused, what they get wrong is named.
#include "core/base/files.h"
#include "core/model/checkpoint/pickle.h"
#include "core/model/checkpoint/torch_archive.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>

using namespace saysee;

namespace {

template <class T>
std::string raw(T value)
{
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

// A zip archive of stored entries.
std::string zip(const std::vector<std::pair<std::string, std::string>>& entries, std::uint16_t method = 0)
{
    std::string content;
    std::string directory;
    for (const auto& [name, data] : entries) {
        const std::string common = raw<std::uint16_t>(0) + raw(method) + raw<std::uint32_t>(0) + raw<std::uint32_t>(0)
            + raw(static_cast<std::uint32_t>(data.size())) + raw(static_cast<std::uint32_t>(data.size()))
            + raw(static_cast<std::uint16_t>(name.size())) + raw<std::uint16_t>(0);
        directory += raw<std::uint32_t>(0x02014b50) + raw<std::uint16_t>(20) + raw<std::uint16_t>(20) + common
            + std::string(10, '\0') + raw(static_cast<std::uint32_t>(content.size())) + name;
        content += raw<std::uint32_t>(0x04034b50) + raw<std::uint16_t>(20) + common + name + data;
    }
    const auto count = static_cast<std::uint16_t>(entries.size());
    return content + directory + raw<std::uint32_t>(0x06054b50) + raw<std::uint32_t>(0) + raw(count) + raw(count)
        + raw(static_cast<std::uint32_t>(directory.size())) + raw(static_cast<std::uint32_t>(content.size()))
        + raw<std::uint16_t>(0);
}

std::string text(const std::string& value) { return "X" + raw(static_cast<std::uint32_t>(value.size())) + value; }
std::string number(std::int32_t value) { return "J" + raw(value); }

std::string tuple(const std::vector<std::int32_t>& values)
{
    std::string code = "(";
    for (const std::int32_t value : values)
        code += number(value);
    return code + "t";
}

struct TensorText {
    std::string storage = "FloatStorage";
    std::string key = "0";
    std::int32_t held = 4;
    std::int32_t offset = 0;
    std::vector<std::int32_t> sizes = {2, 2};
    std::vector<std::int32_t> strides = {2, 1};
};

// What torch.save writes for {"w": tensor}.
std::string dictOf(const TensorText& tensor)
{
    return "\x80\x02}(" + text("w") + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\n"
        + tensor.storage + "\n" + text(tensor.key) + text("cpu") + number(tensor.held) + "tQ" + number(tensor.offset)
        + tuple(tensor.sizes) + tuple(tensor.strides)
        + "\x89"
          "ccollections\nOrderedDict\n)RtRu.";
}

// Modules within modules whose names together are longer than any tensor's.
std::string endlessPath()
{
    std::string opening;
    std::string closing;
    for (int level = 0; level < 20; ++level) {
        opening += "}(" + text(std::string(200, 'n'));
        closing += "u";
    }
    return "\x80\x02" + opening + "K\x01" + closing + ".";
}

}  // namespace

class TestTorchArchive : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path write(const std::string& content) const
    {
        const auto file = std::filesystem::path(m_folder.path().toStdString()) / "crafted.pt";
        if (!base::writeFileAtomically(file, content))
            qFatal("cannot write the test file");
        return file;
    }

    base::Result<model::TorchArchive> read(const std::string& pickle, std::uint16_t method = 0) const
    {
        const float values[] = {1, 2, 3, 4};
        const std::string data(reinterpret_cast<const char*>(values), sizeof values);
        return model::readTorchArchive(write(zip({{"a/data.pkl", pickle}, {"a/data/0", data}}, method)));
    }

private Q_SLOTS:
    void tensorsAreRead()
    {
        const auto read = this->read(dictOf({}));
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QVERIFY(at::equal(read->tensors.at("w"), at::arange(1, 5, at::kFloat).reshape({2, 2})));
    }

    void stridesAndOffsetsAreKept()
    {
        TensorText tensor;
        tensor.offset = 1;
        tensor.sizes = {2};
        tensor.strides = {2};
        const auto read = this->read(dictOf(tensor));
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QVERIFY(at::equal(read->tensors.at("w"), at::tensor({2.0F, 4.0F})));
    }

    void callsAreRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QByteArray>("name");
        const std::string call = "\x80\x02"
                                 "cos\nsystem\n"
            + text("touch /tmp/owned") + "\x85R.";
        QTest::newRow("reduce") << QByteArray::fromStdString(call) << QByteArray("os.system");
        const std::string stacked = "\x80\x04" + text("builtins") + text("eval") + "\x93" + text("1") + "\x85R.";
        QTest::newRow("stack global") << QByteArray::fromStdString(stacked) << QByteArray("builtins.eval");
        QTest::newRow("new object") << QByteArray("\x80\x02"
                                                  "csubprocess\nPopen\n)\x81.")
                                    << QByteArray("subprocess.Popen");
        QTest::newRow("control characters") << QByteArray("\x80\x02"
                                                          "cos\x1b[2J\nsystem\n.")
                                            << QByteArray("os?[2J.system");
        QTest::newRow("relative of the permitted") << QByteArray("\x80\x02"
                                                                 "ctorch._utils\n_rebuild_tensor\n.")
                                                   << QByteArray("torch._utils._rebuild_tensor");
        QTest::newRow("instance opcode") << QByteArray("\x80\x02(ios\nsystem\n.") << QByteArray("operation 105");
    }
    void callsAreRefusedByName()
    {
        QFETCH(QByteArray, pickle);
        QFETCH(QByteArray, name);
        const auto read = this->read(pickle.toStdString());
        QVERIFY(!read);
        const QByteArray message = QByteArray::fromStdString(read.error().message);
        QVERIFY2(message.contains(name) && message.contains("crafted.pt"), message.constData());
    }

    void brokenPicklesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        const auto row = [](const char* name, const std::string& pickle) {
            QTest::newRow(name) << QByteArray::fromStdString(pickle);
        };
        row("empty", "");
        row("no stop", "\x80\x02}");
        row("stop alone", ".");
        row("text longer than the file", "\x80\x02X\xff\xff\xff\x7f");
        row("recall of nothing", "\x80\x02h\x05.");
        row("slot far beyond the size", "\x80\x02}r\xff\xff\xff\x7f.");
        row("close without open", "\x80\x02t.");
        row("more than there is", "\x80\x02\x87.");
        row("value below the mark", "\x80\x02}(s.");
        row("odd pairs", "\x80\x02}(Nu.");
        row("fills a number", "\x80\x02K\x01Na.");
        row("calls a number", "\x80\x02K\x01)R.");
        row("attributes of a number", "\x80\x02K\x01}b.");
        row("storage of nothing", "\x80\x02)Q.");
        row("tensor of nothing",
            "\x80\x02"
            "ctorch._utils\n_rebuild_tensor_v2\n)R.");
        row("huge integer", "\x80\x02\x8a\x20" + std::string(32, '\x7f') + ".");
        row("contains itself", std::string("\x80\x02}q\x00(", 6) + text("a") + std::string("h\x00", 2) + "u.");
        row("name of a megabyte", "\x80\x02" + text(std::string(1U << 20U, 'n')) + ".");
        row("class of a megabyte", "\x80\x02" + std::string("c__torch__.\n") + std::string(1U << 20U, 'n') + "\n.");
        row("values without end", "\x80\x02" + std::string(2U << 20U, 'N') + ".");
        row("path without end", endlessPath());
    }
    void brokenPicklesAreRefused()
    {
        QFETCH(QByteArray, pickle);
        const auto read = this->read(pickle.toStdString());
        QVERIFY(!read);
        const QByteArray message = QByteArray::fromStdString(read.error().message);
        QVERIFY2(message.contains("crafted.pt"), message.constData());
    }

    void deepNestingNeitherOverflowsNorHangs()
    {
        std::string pickle = "\x80\x02N";
        pickle.append(1'000'000, '\x85');
        QVERIFY(read(pickle + "."));
        std::string doubling = "\x80\x02}q";  // each dictionary holds the one before it twice
        doubling += '\0';
        for (int level = 1; level < 60; ++level) {
            const std::string before = "h" + std::string(1, static_cast<char>(level - 1));
            doubling +=
                "}q" + std::string(1, static_cast<char>(level)) + "(" + text("a") + before + text("b") + before + "u";
        }
        const auto bomb = read(doubling + ".");
        QVERIFY(!bomb);
        QVERIFY(QByteArray::fromStdString(bomb.error().message).contains("nested"));
    }

    void tensorsOutsideTheirDataAreRefused_data()
    {
        QTest::addColumn<int>("held");
        QTest::addColumn<int>("offset");
        QTest::addColumn<QList<int>>("sizes");
        QTest::addColumn<QList<int>>("strides");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("storage");
        const auto row = [](const char* name, int held, int offset, QList<int> sizes, QList<int> strides,
                            const char* key = "0", const char* storage = "FloatStorage") {
            QTest::newRow(name) << held << offset << sizes << strides << QString::fromLatin1(key)
                                << QString::fromLatin1(storage);
        };
        row("longer than its data", 8, 0, {8}, {1});
        row("offset", 4, 1, {4}, {1});
        row("stride", 4, 0, {2}, {4});
        row("negative offset", 4, -1, {1}, {1});
        row("negative size", 4, 0, {-1}, {1});
        row("negative stride", 4, 3, {4}, {-1});
        row("stride of zero", 4, 0, {1'000'000, 1'000'000}, {0, 0});
        row("overflow", 4, 0, {2'000'000'000, 2'000'000'000, 2'000'000'000}, {2'000'000'000, 2'000'000'000, 1});
        row("sizes without strides", 4, 0, {2, 2}, {1});
        row("absent entry", 4, 0, {4}, {1}, "7");
        row("path out of the archive", 4, 0, {4}, {1}, "../../etc/passwd");
        row("wider type", 4, 0, {4}, {1}, "0", "DoubleStorage");
        row("function as storage", 4, 0, {4}, {1}, "0", "_utils._rebuild_parameter");
    }
    void tensorsOutsideTheirDataAreRefused()
    {
        QFETCH(int, held);
        QFETCH(int, offset);
        QFETCH(QList<int>, sizes);
        QFETCH(QList<int>, strides);
        QFETCH(QString, key);
        QFETCH(QString, storage);
        TensorText tensor {
            storage.toStdString(),           key.toStdString(), held, offset, {sizes.begin(), sizes.end()},
            {strides.begin(), strides.end()}};
        const auto read = this->read(dictOf(tensor));
        QVERIFY(!read);
        QVERIFY2(QByteArray::fromStdString(read.error().message).contains("crafted.pt"),
                 read.error().message.c_str());
    }

    void archivesCutAnywhereAreRefused()
    {
        const std::string whole = zip({{"a/data.pkl", dictOf({})}, {"a/data/0", std::string(16, '\0')}});
        QVERIFY(model::readTorchArchive(write(whole)));
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY2(!model::readTorchArchive(write(whole.substr(0, size))), qPrintable(QString::number(size)));
    }

    void otherFilesAreNamed()
    {
        const auto compressed = read(dictOf({}), 8);
        QVERIFY(!compressed);
        QVERIFY(QByteArray::fromStdString(compressed.error().message).contains("compressed"));
        const auto other = model::readTorchArchive(write(zip({{"readme.txt", "hello"}})));
        QVERIFY(!other && other.error().code == base::ErrorCode::UnsupportedFormat);
        const auto plain = model::readTorchArchive(write("not a checkpoint at all"));
        QVERIFY(!plain && plain.error().code == base::ErrorCode::UnsupportedFormat);
    }
};

QTEST_GUILESS_MAIN(TestTorchArchive)
#include "tst_torch_archive.moc"
