using System.Globalization;
using System.Runtime.CompilerServices;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using FeatureStore.Proof;
using Microsoft.Extensions.Logging;

namespace FeatureStore.Embedded.Lookups;

/// <summary>The lookup log of one process: files of some megabytes, each begun anew at a start, so that only the last can have a torn end.</summary>
internal sealed class EmbeddedLookupLog : ILookupLog, IDisposable
{
    private const string Ending = ".lookups";
    private const long SmallestSegment = 64 << 10;
    private const long LargestSegment = 16 << 20;

    private readonly string _directory;
    private readonly LookupLogOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly List<LookupSegment> _segments = [];
    private readonly SemaphoreSlim _writing = new(1);
    private LookupSegmentWriter? _writer;

    private EmbeddedLookupLog(string directory, LookupLogOptions options, TimeProvider clock, ILogger logger)
        => (_directory, _options, _clock, _logger) = (directory, options, clock, logger);

    private long End => _segments.Count == 0 ? 0 : _segments[^1].End;

    private long SegmentBytes => Math.Clamp(_options.MaxBytes / 16, SmallestSegment, LargestSegment);

    /// <summary>Opens the log of a folder, or makes a new one there.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.LookupLogUnavailable"/>.</exception>
    internal static EmbeddedLookupLog Open(string directory, LookupLogOptions options, TimeProvider clock, ILogger logger)
    {
        var log = new EmbeddedLookupLog(directory, options, clock, logger);
        log.AtEdge("opened", () =>
        {
            Directory.CreateDirectory(directory);
            log.Recover();
        });
        return log;
    }

    /// <inheritdoc />
    public async ValueTask AppendAsync(IReadOnlyList<LoggedLookup> lookups, CancellationToken cancellationToken)
    {
        if (lookups.Count == 0)
        {
            return;
        }

        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            AtEdge("written to", () => Append(lookups));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask<LookupLogExtent> GetExtentAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            AtEdge("tidied up", DropOld);
            return new(new LookupLogExtent(_segments.Count == 0 ? 0 : _segments[0].First, End, _segments.Sum(static segment => segment.Bytes)));
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<LookupShape, long>> CountAsync(long first, long end, CancellationToken cancellationToken) => Task.Run<IReadOnlyDictionary<LookupShape, long>>(
        () =>
        {
            var counts = new Dictionary<LookupShape, long>();
            foreach (var reader in Readers(first, end))
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (reader.Move() && reader.Next <= end)
                {
                    if (reader.Next > first)
                    {
                        counts[reader.Shape] = counts.GetValueOrDefault(reader.Shape) + 1;
                    }
                }
            }

            return counts;
        },
        cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<LoggedLookup> ReadAsync(long first, long end, Predicate<LookupShape> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var reader in Readers(first, end))
        {
            // Reading a file blocks for a moment, which the caller's thread should not.
            await Task.Yield();
            while (reader.Move() && reader.Next <= end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (reader.Next > first && wanted(reader.Shape))
                {
                    yield return reader.Read();
                }
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _writer?.Dispose();
        _writing.Dispose();
    }

    private IEnumerable<LookupSegmentReader> Readers(long first, long end)
    {
        LookupSegment[] segments;
        lock (_lock)
        {
            segments = [.. _segments.Where(segment => segment.End > first && segment.First < end)];
        }

        foreach (var segment in segments)
        {
            // A file that is gone was dropped meanwhile.
            if (AtEdge("read", () => File.Exists(segment.Path) ? ReadBytes(segment) : null) is { } bytes)
            {
                yield return new LookupSegmentReader(bytes, segment.First);
            }
        }
    }

    private static byte[] ReadBytes(LookupSegment segment)
    {
        using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Math.Min(segment.Bytes, RandomAccess.GetLength(file))];
        var count = RandomAccess.Read(file, bytes, 0);
        return count == bytes.Length ? bytes : bytes[..count];
    }

    private void Append(IReadOnlyList<LoggedLookup> lookups)
    {
        var now = _clock.GetUtcNow();
        if (_writer is { } full && (full.Segment.Bytes >= SegmentBytes || now - full.Segment.BegunAt > _options.MaxAge / 8))
        {
            full.Dispose();
            _writer = null;
        }

        try
        {
            if (_writer is null)
            {
                long end;
                lock (_lock)
                {
                    end = End;
                }

                _writer = LookupSegmentWriter.Begin(Path.Combine(_directory, end.ToString("D20", CultureInfo.InvariantCulture) + Ending), end, now);
            }

            _writer.Append(lookups, now);
        }
        catch
        {
            _writer?.Dispose();
            _writer = null;
            throw;
        }

        lock (_lock)
        {
            _segments.RemoveAll(segment => segment.First == _writer.Segment.First);
            _segments.Add(_writer.Segment);
            DropOld();
        }
    }

    private void DropOld()
    {
        var (bytes, oldest) = (_segments.Sum(static segment => segment.Bytes), _clock.GetUtcNow() - _options.MaxAge);
        while (_segments.Count > 1 && (bytes > _options.MaxBytes || _segments[0].WrittenAt < oldest))
        {
            bytes -= _segments[0].Bytes;
            File.Delete(_segments[0].Path);
            _segments.RemoveAt(0);
        }
    }

    private void Recover()
    {
        var files = Directory.GetFiles(_directory, "*" + Ending)
            .Select(static path => (Path: path, IsNumbered: long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first), First: first))
            .Where(static file => file.IsNumbered).OrderBy(static file => file.First).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            var info = new FileInfo(files[i].Path);
            var segment = new LookupSegment(
                info.FullName, files[i].First, i + 1 < files.Count ? files[i + 1].First : files[i].First, info.Length, info.CreationTimeUtc, info.LastWriteTimeUtc);
            if (i + 1 == files.Count)
            {
                segment = RecoverLast(segment);
            }

            if (segment.End > segment.First)
            {
                _segments.Add(segment);
            }
            else
            {
                File.Delete(segment.Path);
            }
        }
    }

    private LookupSegment RecoverLast(LookupSegment segment)
    {
        var reader = new LookupSegmentReader(ReadBytes(segment), segment.First);
        while (reader.Move())
        {
        }

        var torn = segment.Bytes - Math.Min(segment.Bytes, reader.IntactLength);
        if (torn > 0)
        {
            using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.SetLength(file, reader.IntactLength);
            Log.LookupLogTruncated(_logger, segment.Path, torn);
        }

        return segment with { End = reader.Next, Bytes = Math.Min(segment.Bytes, reader.IntactLength) };
    }

    private void AtEdge(string attempt, Action work) => AtEdge<object?>(attempt, () =>
    {
        work();
        return null;
    });

    private T AtEdge<T>(string attempt, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.LookupLogUnavailable,
                $"The lookup log in '{_directory}' could not be {attempt}: {exception.Message} Lookups go on; free space there, or set '{FeatureStoreOptions.Section}:LookupLog:SampleRate' to 0.",
                exception);
        }
    }
}
