#include "core/base/files.h"
#include "core/base/mapped_file.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace saysee::base;

class TstMappedFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private Q_SLOTS:
    void holdsTheFilesBytes_andMoves()
    {
        QVERIFY(writeFileAtomically(at("a"), "content"));
        auto opened = MappedFile::open(at("a"));
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        MappedFile file = std::move(*opened);
        QVERIFY(opened->bytes().empty());
        QCOMPARE(std::string(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()),
                 std::string("content"));
    }

    void changesStayInThisProcess_andGoWhenReleased()
    {
        const std::string before(std::size_t {1} << 16U, 'a');
        QVERIFY(writeFileAtomically(at("b"), before));
        auto file = MappedFile::open(at("b"));
        QVERIFY(file);
        std::fill(file->bytes().begin(), file->bytes().end(), std::byte {'b'});
        QCOMPARE(readFile(at("b")).value(), before);
        file->release(file->bytes().data(), file->bytes().size());  // made of whole pages
        QVERIFY(std::ranges::equal(file->bytes(), std::as_bytes(std::span(before))));
    }

    void release_leavesPagesThatReachOut()
    {
        QVERIFY(writeFileAtomically(at("c"), std::string(std::size_t {1} << 16U, 'a')));
        auto file = MappedFile::open(at("c"));
        QVERIFY(file);
        std::fill(file->bytes().begin(), file->bytes().end(), std::byte {'b'});
        file->release(file->bytes().data() + 1, file->bytes().size() - 2);
        QCOMPARE(file->bytes().front(), std::byte {'b'});
        QCOMPARE(file->bytes().back(), std::byte {'b'});
        QCOMPARE(file->bytes()[file->bytes().size() / 2], std::byte {'a'});
    }

    void whatIsNoFileOrEmpty_isAnErrorThatNamesIt()
    {
        const auto absent = MappedFile::open(at("absent"));
        QCOMPARE(absent.error().code, ErrorCode::NotFound);
        QVERIFY(absent.error().message.find("absent") != std::string::npos);
        QCOMPARE(MappedFile::open(m_folder.path().toStdString()).error().code, ErrorCode::Io);
        QVERIFY(writeFileAtomically(at("empty"), ""));
        QCOMPARE(MappedFile::open(at("empty")).error().code, ErrorCode::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TstMappedFile)
#include "tst_mapped_file.moc"
