using System.Globalization;
using Ingestion;
using Ingestion.Model;

namespace Catalog.Web.Composition;

/// <summary>Shows on the console how far the first start is: one line that is written over on a terminal, a line for each file elsewhere.</summary>
internal sealed class StartProgress(int fileCount) : IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private int _file;
    private long _read;
    private long _accepted;

    /// <summary>Records read and events accepted in all files.</summary>
    internal (long Read, long Accepted) Totals => (_read, _accepted);

    /// <summary>Watches the job of one file to its end.</summary>
    internal async Task<IngestionJob> FollowAsync(string name, Func<Task<IngestionStatus>> ask, CancellationToken cancellationToken)
    {
        _file++;
        var status = await ask();
        while (!status.Job.HasEnded)
        {
            if (_isTerminal && status.Progress is { Total: > 0 } progress)
            {
                Show(name, (double)progress.Done / progress.Total.Value, _read + progress.Read);
            }

            await Task.Delay(Pause, cancellationToken);
            status = await ask();
        }

        _read += status.Job.Result?.Read ?? 0;
        _accepted += status.Job.Result?.Accepted ?? 0;
        if (!_isTerminal)
        {
            await Console.Out.WriteLineAsync(FormattableString.Invariant($"Ingested file {_file} of {fileCount}: {name}, {_read:N0} rows so far"));
        }

        return status.Job;
    }

    public void Dispose()
    {
        if (_isTerminal)
        {
            Console.Write("\r\u001b[K");
        }
    }

    private void Show(string name, double share, long read)
    {
        var filled = (int)(Math.Clamp(share, 0, 1) * BarWidth);
        var bar = new string('█', filled) + new string('░', BarWidth - filled);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"\r\u001b[KIngesting samples {bar} file {_file} of {fileCount}, {read:N0} rows, {name}"));
    }
}
