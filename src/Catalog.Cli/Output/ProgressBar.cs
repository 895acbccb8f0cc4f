using Spectre.Console;

namespace Catalog.Cli.Output;

/// <summary>Progress for a terminal: one bar that goes when the work is done.</summary>
internal static class ProgressBar
{
    internal static Task<T> RunAsync<T>(IAnsiConsole console, string title, Func<IProgress<WorkProgress>, Task<T>> work) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title));
                bar.IsIndeterminate = true;
                return await work(new Reporter(bar, title));
            });

    private sealed class Reporter(ProgressTask bar, string title) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            bar.IsIndeterminate = value.Total is null or 0;
            bar.MaxValue = value.Total ?? double.MaxValue;
            bar.Value = value.Done;
            bar.Description = Markup.Escape($"{title}: {value}");
        }
    }
}
