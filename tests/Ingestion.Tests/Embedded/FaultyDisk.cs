using Ingestion.Embedded;
using Microsoft.Win32.SafeHandles;

namespace Ingestion.Tests.Embedded;

/// <summary>A disk whose operations fail or stop when the test says so.</summary>
internal sealed class FaultyDisk() : LogDisk(fsync: false)
{
    private int _flushes;

    public bool FailWrites { get; set; }

    public bool FailFlushes { get; set; }

    public bool FailReplaces { get; set; }

    public bool FailTruncates { get; set; }

    /// <summary>Holds flushes back until it is completed.</summary>
    public ManualResetEventSlim? Gate { get; set; }

    public int Flushes => _flushes;

    public override void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> parts, long position)
    {
        base.Write(file, FailWrites ? [parts[0][..(parts[0].Length / 2)]] : parts, position);
        ThrowIf(FailWrites);
    }

    public override void Flush(SafeFileHandle file)
    {
        Interlocked.Increment(ref _flushes);
        Gate?.Wait(TestContext.Current.CancellationToken);
        ThrowIf(FailFlushes);
    }

    public override void Truncate(SafeFileHandle file, long length)
    {
        ThrowIf(FailTruncates);
        base.Truncate(file, length);
    }

    public override void Replace(string path, ReadOnlySpan<byte> content)
    {
        ThrowIf(FailReplaces);
        base.Replace(path, content);
    }

    private static void ThrowIf(bool fails)
    {
        if (fails)
        {
            throw new IOException("No space left on device.");
        }
    }
}
