// Choosing a processor: what is asked for, what is there, and what fails.
#include "core/model/devices.h"

#include <QTest>

using namespace saysee;

class TestDevices : public QObject {
    Q_OBJECT

private:
    static model::DeviceProbe probe(int gpus, const char* failure = nullptr)
    {
        return {gpus, [failure](const std::string&) -> base::Status {
                    if (failure != nullptr)
                        return base::fail(base::ErrorCode::Device, failure);
                    return {};
                }};
    }

private Q_SLOTS:
    void choice_data()
    {
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<int>("gpus");
        QTest::addColumn<QByteArray>("failure");
        QTest::addColumn<QByteArray>("chosen");
        QTest::addColumn<QByteArray>("note");
        QTest::newRow("auto without a GPU")
            << QByteArray("auto") << 0 << QByteArray() << QByteArray("cpu") << QByteArray();
        QTest::newRow("auto with one") << QByteArray("auto") << 2 << QByteArray() << QByteArray("cuda:0")
                                       << QByteArray();
        QTest::newRow("cpu though there is one")
            << QByteArray("cpu") << 1 << QByteArray() << QByteArray("cpu") << QByteArray();
        QTest::newRow("second") << QByteArray("cuda:1") << 2 << QByteArray() << QByteArray("cuda:1") << QByteArray();
        QTest::newRow("absent") << QByteArray("cuda") << 0 << QByteArray() << QByteArray("cpu")
                                << QByteArray("no GPU");
        QTest::newRow("beyond the last")
            << QByteArray("cuda:2") << 2 << QByteArray() << QByteArray("cpu") << QByteArray("no GPU");
        QTest::newRow("failing, auto") << QByteArray("auto") << 1 << QByteArray("wrong values") << QByteArray("cpu")
                                       << QByteArray("wrong values");
        QTest::newRow("failing, asked for")
            << QByteArray("cuda:0") << 1 << QByteArray("no kernel") << QByteArray("cpu") << QByteArray("no kernel");
    }
    void choice()
    {
        QFETCH(QByteArray, wanted);
        QFETCH(int, gpus);
        QFETCH(QByteArray, failure);
        QFETCH(QByteArray, chosen);
        QFETCH(QByteArray, note);
        const auto device =
            model::chooseDevice(wanted.toStdString(), probe(gpus, failure.isEmpty() ? nullptr : failure.constData()));
        QVERIFY(device);
        QCOMPARE(QByteArray::fromStdString(device->name), chosen);
        QCOMPARE(device->note.empty(), note.isEmpty());
        QVERIFY2(QByteArray::fromStdString(device->note).contains(note), device->note.c_str());
    }

    void otherNamesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("wanted");
        for (const char* const name : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "CPU", "cuda:99999999999"})
            QTest::newRow(name) << QByteArray(name);
    }
    void otherNamesAreRefused()
    {
        QFETCH(QByteArray, wanted);
        const auto device = model::chooseDevice(wanted.toStdString(), probe(1));
        QVERIFY(!device && device.error().code == base::ErrorCode::InvalidArgument);
    }

    void theSelfTestReportsAnAbsentGpuAsAnError()
    {
        const auto here = model::systemProbe();
        const auto absent = here.selfTest("cuda:77");
        QVERIFY(!absent);
        QVERIFY(model::physicalCores() >= 1);
    }
};

QTEST_GUILESS_MAIN(TestDevices)
#include "tst_devices.moc"
