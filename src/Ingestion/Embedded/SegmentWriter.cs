using System.Diagnostics.CodeAnalysis;
using Catalog.Core.Values;
using Ingestion.Ports;
using Microsoft.Win32.SafeHandles;

namespace Ingestion.Embedded;

/// <summary>
/// Puts batches behind the newest segment of a topic: first staged in memory, then written and flushed together. Used by one thread at a time.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly LogDisk _disk;
    private readonly string _directory;
    private readonly int _segmentBytes;
    private readonly List<StagedBatch> _staged = [];
    private SafeFileHandle _file;
    private long[] _nextOffsets;
    private long _position;
    private Instant _earliest = Instant.MinValue;

    public SegmentWriter(LogDisk disk, string directory, int segmentBytes, Segment newest, TopicState state)
    {
        _disk = disk;
        _directory = directory;
        _segmentBytes = segmentBytes;
        Segment = newest;
        State = state;
        _file = Open(newest);
        Unstage();
    }

    /// <summary>The segment that grows.</summary>
    public Segment Segment { get; private set; }

    /// <summary>As of the last flush.</summary>
    public TopicState State { get; }

    /// <summary>Batches that the next flush makes durable, in order.</summary>
    public IReadOnlyList<StagedBatch> Staged => _staged;

    /// <summary>Whether the batch belongs into the next segment. A segment that holds nothing takes any batch.</summary>
    public bool IsFullFor(EncodedBatch batch) => _position + batch.Length > _segmentBytes && _position > Segment.Header.Length;

    /// <summary>What is staged from now on arrives after this moment.</summary>
    public void ArriveAfter(Instant moment)
    {
        var next = new Instant(moment.UnixMicroseconds + 1);
        _earliest = next > _earliest ? next : _earliest;
    }

    /// <summary>Gives the batch its place, time and offsets.</summary>
    public void Stage(PendingAppend append, Instant now)
    {
        var last = _staged.Count > 0 ? _staged[^1].Arrival : State.LastArrival;
        var arrival = new Instant(Math.Max(Math.Max(now.UnixMicroseconds, last.UnixMicroseconds), _earliest.UnixMicroseconds));
        var positions = append.Batch.Seal(Segment.Header.Number, _position, Segment.Length, arrival, _nextOffsets);
        _staged.Add(new StagedBatch(append, positions, _position, arrival));
        _position += append.Batch.Length;
    }

    /// <summary>Writes what is staged, without making it durable or readable.</summary>
    /// <exception cref="IOException">Part of it may be in the file: call <see cref="CutBack"/>.</exception>
    public void Write() => _disk.Write(_file, [.. _staged.Select(static staged => staged.Append.Batch.Bytes)], Segment.Length);

    /// <summary>Takes the rest of a failed write out of the file, so that a later start does not find a whole batch in it that was reported as failed.</summary>
    public void CutBack() => _disk.Truncate(_file, Segment.Length);

    /// <summary>Waits until the disk has what was written and makes it readable in the segment.</summary>
    /// <exception cref="IOException">What is on the disk is unknown.</exception>
    public void Flush()
    {
        _disk.Flush(_file);
        foreach (var staged in _staged)
        {
            var batch = staged.Append.Batch;
            Segment.Publish(batch.Blocks, staged.Position, staged.Position + batch.Length);
            State.Apply(batch, staged.Arrival);
        }
    }

    /// <summary>Forgets what is staged, whether it was flushed or failed.</summary>
    [MemberNotNull(nameof(_nextOffsets))]
    public void Unstage()
    {
        _staged.Clear();
        _position = Segment.Length;
        _nextOffsets = [.. State.NextOffsets];
    }

    /// <summary>Begins the next segment. Nothing may be staged.</summary>
    /// <exception cref="IOException">The present segment stays the newest.</exception>
    public void Roll()
    {
        var header = new SegmentHeader(Segment.Header.Number + 1, State.LastArrival, [.. State.NextOffsets]);
        var next = SegmentFiles.Create(_disk, _directory, header);
        var file = Open(next);
        _file.Dispose();
        _file = file;
        Segment = next;
        Unstage();
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle Open(Segment segment) => File.OpenHandle(segment.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
}

/// <summary>A batch with its place in the segment that grows.</summary>
/// <param name="Append">The batch and who waits for it.</param>
/// <param name="Positions">What the appender is told.</param>
/// <param name="Position">Byte of the segment at which the frame begins.</param>
/// <param name="Arrival">Time of the batch.</param>
internal readonly record struct StagedBatch(PendingAppend Append, IReadOnlyList<LogPosition> Positions, long Position, Instant Arrival);
