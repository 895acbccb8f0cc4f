using System.Collections.Concurrent;
using Catalog.Core.Errors;

namespace Catalog.Web.Queries;

/// <summary>
/// Answers of an engine that may take long, or not come while it is away. Each is asked for once for all who want it and goes on when they give up; it is kept for longer the longer it took, so that an engine
/// is busy with it for a small part of its time. Nobody waits longer than <see cref="Patience"/>. Thread-safe.
/// </summary>
/// <typeparam name="T">An answer; its default stands for one that is not known.</typeparam>
/// <param name="ask">Asks the engine.</param>
/// <param name="together">How many are asked for at a time.</param>
/// <param name="clock">Measures.</param>
public sealed class PatientAnswers<T>(Func<string, CancellationToken, ValueTask<T>> ask, int together, TimeProvider clock) : IDisposable
{
    /// <summary>How long a page waits, for all its answers.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Of what took 1 second the engine is spared for half a minute; what comes at once is never old.
    private const int KeptTimes = 30;
    private static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(together, together);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The answers by name; the default where none came in time, or the engine is away.</summary>
    public async Task<IReadOnlyDictionary<string, T?>> GetAllAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var asked = names.Distinct(StringComparer.Ordinal).Select(name => (Name: name, Known: _known.GetOrAdd(name, static _ => new Known()))).ToList();
        var underWay = asked.Select(entry => Begin(entry.Name, entry.Known)).Where(static answer => !answer.IsCompleted).ToList();
        if (underWay.Count > 0)
        {
            try
            {
                await Task.WhenAll(underWay).WaitAsync(Patience, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                // What was known before does meanwhile.
            }
        }

        return asked.ToDictionary(static entry => entry.Name, static entry => entry.Known.Value, StringComparer.Ordinal);
    }

    /// <summary>One answer.</summary>
    public async Task<T?> GetAsync(string name, CancellationToken cancellationToken) => (await GetAllAsync([name], cancellationToken))[name];

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private Task Begin(string name, Known known)
    {
        lock (known)
        {
            if (known.Answer is not { } answer || (answer.IsCompleted && clock.GetElapsedTime(known.At) >= known.Kept))
            {
                known.Answer = AskAsync(name, known, _stop.Token);
            }

            return known.Answer;
        }
    }

    private async Task AskAsync(string name, Known known, CancellationToken stop)
    {
        try
        {
            await _turns.WaitAsync(stop);
            try
            {
                var begun = clock.GetTimestamp();
                var value = await ask(name, stop);
                known.Set(value, clock.GetTimestamp(), Shorter(clock.GetElapsedTime(begun) * KeptTimes, LongestKept));
            }
            catch (CatalogException)
            {
                known.Set(default, clock.GetTimestamp(), FailureKept);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>One answer, as far as it is known.</summary>
    private sealed class Known
    {
        private readonly Lock _lock = new();
        private T? _value;

        public Task? Answer { get; set; }

        public long At { get; private set; }

        public TimeSpan Kept { get; private set; }

        public T? Value
        {
            get
            {
                lock (_lock)
                {
                    return _value;
                }
            }
        }

        public void Set(T? value, long at, TimeSpan kept)
        {
            lock (_lock)
            {
                (_value, At, Kept) = (value, at, kept);
            }
        }
    }
}
