using Conformance.EventLog;
using Ingestion.Embedded;
using Ingestion.Ports;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Embedded;

/// <summary>The suite with the default segments and real flushes.</summary>
public sealed class EmbeddedEventLogConformanceTests : EventLogConformance
{
    protected override Task<EventLogFixture> CreateFixtureAsync() => Task.FromResult<EventLogFixture>(new EmbeddedFixture(static options => options.Fsync = true));
}

/// <summary>The suite with the smallest segments, so that nearly every batch begins a new file.</summary>
public sealed class EmbeddedEventLogSmallSegmentsConformanceTests : EventLogConformance
{
    protected override Task<EventLogFixture> CreateFixtureAsync() => Task.FromResult<EventLogFixture>(new EmbeddedFixture(static options => options.SegmentBytes = 300));
}

internal sealed class EmbeddedFixture : EventLogFixture
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Action<EmbeddedEventLogOptions> _configure;
    private TestLog _log;

    public EmbeddedFixture(Action<EmbeddedEventLogOptions> configure)
    {
        _configure = configure;
        _log = TestLog.Open(_directory.Path, configure);
    }

    public override IEventLog Log => _log.Log;

    public override async Task ReopenAsync()
    {
        await _log.DisposeAsync();
        _log = TestLog.Open(_directory.Path, _configure);
    }

    public override async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _directory.Dispose();
    }
}
