using Ingestion.Diagnostics;
using Ingestion.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Ingestion.Embedded;

/// <summary>Opens the files of a topic after whatever ended the last process that wrote them.</summary>
/// <param name="topic">Name, for the log.</param>
/// <param name="directory">Folder of the topic.</param>
/// <param name="disk">Truncates and flushes.</param>
/// <param name="maxPushProducers">Bound of the marks.</param>
/// <param name="logger">Is told what was cut away.</param>
internal sealed class TopicRecovery(string topic, string directory, LogDisk disk, int maxPushProducers, ILogger logger)
{
    /// <summary>Reads the newest segment in full, cuts a torn append off its end, and gives the state of the topic.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.CorruptLog"/>: acknowledged events are damaged or missing.</exception>
    public async Task<(List<Segment> Segments, TopicState State)> RunAsync(CancellationToken cancellationToken)
    {
        SegmentFiles.DeleteTemporary(directory);
        var headers = SegmentFiles.ReadHeaders(directory);
        var snapshot = ReadSnapshot(headers);
        var marks = new ProducerMarks(maxPushProducers);
        foreach (var (producer, mark) in snapshot?.Marks ?? [])
        {
            marks.Set(producer, mark);
        }

        var segments = new List<Segment>();
        foreach (var header in headers.SkipLast(1))
        {
            var path = SegmentFiles.PathOf(directory, header.Number);
            segments.Add(new Segment(path, header, new FileInfo(path).Length, index: null));
            var known = KnownUpTo(snapshot, header.Number);
            if (known < segments[^1].Length)
            {
                await ReadMarksAsync(segments[^1], headers[(int)header.Number + 1], known, marks, cancellationToken).ConfigureAwait(false);
            }
        }

        var state = new TopicState(headers[^1], marks);
        segments.Add(await RecoverNewestAsync(headers[^1], snapshot, state, cancellationToken).ConfigureAwait(false));
        return (segments, state);
    }

    private TopicSnapshot? ReadSnapshot(IReadOnlyList<SegmentHeader> headers)
    {
        var snapshot = TopicSnapshot.TryRead(directory);
        if (snapshot is null)
        {
            if (headers.Count > 1)
            {
                Log.MarksRebuilt(logger, topic, headers.Count);
            }

            return null;
        }

        return snapshot.Segment < headers.Count
            ? snapshot
            : throw LogErrors.Corrupt(SegmentFiles.PathOf(directory, snapshot.Segment), 0, "the file is missing");
    }

    /// <summary>The byte of a segment up to which the snapshot holds its marks.</summary>
    private static long KnownUpTo(TopicSnapshot? snapshot, long segment) => snapshot switch
    {
        { Segment: var last } when segment < last => long.MaxValue,
        { Segment: var last } when segment == last => snapshot.Position,
        _ => 0,
    };

    private static async Task ReadMarksAsync(Segment segment, SegmentHeader next, long known, ProducerMarks marks, CancellationToken cancellationToken)
    {
        using var file = OpenForReading(segment.Path);
        using var window = new FileWindow(file, segment.Length);
        var scanner = new FrameScanner(window, segment.Header.Number, segment.Header.Length, verifyBlocks: false);
        var state = new TopicState(segment.Header, marks);
        await ApplyAllAsync(scanner, state, segment.Path, frame => frame.Position >= known, cancellationToken).ConfigureAwait(false);
        if (scanner.Defect is not null || !state.NextOffsets.AsSpan().SequenceEqual(next.BaseOffsets))
        {
            throw LogErrors.Corrupt(segment.Path, scanner.Position, scanner.Defect ?? "the file ends before the offsets with which the next segment begins");
        }
    }

    private async Task<Segment> RecoverNewestAsync(SegmentHeader header, TopicSnapshot? snapshot, TopicState state, CancellationToken cancellationToken)
    {
        var path = SegmentFiles.PathOf(directory, header.Number);
        var known = KnownUpTo(snapshot, header.Number);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        if (length < known)
        {
            throw LogErrors.Corrupt(path, length, $"the file ends here; it had {known} bytes when the log was closed");
        }

        using var window = new FileWindow(file, length);
        var index = new SegmentIndex(header.Partitions);
        var scanner = new FrameScanner(window, header.Number, header.Length, verifyBlocks: true);
        await ApplyAllAsync(scanner, state, path, AddToIndex, cancellationToken).ConfigureAwait(false);
        if (scanner.Defect is not null)
        {
            await CutAsync(file, window, path, scanner, header.Number, known, cancellationToken).ConfigureAwait(false);
        }

        // What a killed process wrote may be in the page cache only; nobody may see it before the disk has it.
        disk.Flush(file);
        return new Segment(path, header, scanner.Position, index);

        bool AddToIndex(Frame frame)
        {
            index.Add(frame.Blocks, frame.Position);
            return frame.Position >= known;
        }
    }

    /// <summary>Applies frames up to the end or a defect; <paramref name="needsMark"/> says whether the mark of a frame is not known yet.</summary>
    private static async Task ApplyAllAsync(FrameScanner scanner, TopicState state, string path, Func<Frame, bool> needsMark, CancellationToken cancellationToken)
    {
        while (await scanner.NextAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            if (state.Apply(frame, needsMark(frame)) is { } gap)
            {
                throw LogErrors.Corrupt(path, frame.Position, gap);
            }
        }
    }

    private async Task CutAsync(
        SafeFileHandle file, FileWindow window, string path, FrameScanner scanner, long segment, long known, CancellationToken cancellationToken)
    {
        var damage = await TornTail.FindDamageAsync(window, segment, scanner.Position, known, cancellationToken).ConfigureAwait(false);
        if (damage is not null)
        {
            throw LogErrors.Corrupt(path, scanner.Position, $"{scanner.Defect}; {damage}");
        }

        disk.Truncate(file, scanner.Position);
        Log.TornTailCut(logger, topic, path, scanner.Position, window.Length - scanner.Position);
    }

    private static SafeFileHandle OpenForReading(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
}
