using Catalog.Web.Formatting;

namespace Catalog.Cli.Output;

/// <summary>Progress for logs: a line now and then, never more than one in five seconds.</summary>
internal sealed class ProgressLines(TextWriter writer, string title, TimeProvider time) : IProgress<WorkProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long _last = time.GetTimestamp();

    public void Report(WorkProgress value)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_last) < Pause)
            {
                return;
            }

            _last = time.GetTimestamp();
            var share = value.Total is > 0 and var total ? $" ({Numbers.Percent(value.Done, total)})" : string.Empty;
            writer.WriteLine($"{title}: {value}{share}");
        }
    }
}
