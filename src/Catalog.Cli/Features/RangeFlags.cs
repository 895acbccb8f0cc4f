using System.CommandLine;
using System.CommandLine.Parsing;
using Catalog.Cli.CommandLine;
using Catalog.Core.Values;
using FeatureStore.TrainingSets;

namespace Catalog.Cli.Features;

/// <summary>Where the rows of a training set come from when there is no entity frame, as options.</summary>
internal sealed class RangeFlags
{
    private readonly Option<string?> _asOf = new("--as-of") { Description = "Instead of --entities: one row for each key that the views have a row for by this time, as of this time.", HelpName = "TIME" };
    private readonly Option<string?> _start = new("--start") { Description = "Instead of --entities: one row for each row of --view with an event time from this one on.", HelpName = "TIME" };
    private readonly Option<string?> _end = new("--end") { Description = "With --start: the event time before which rows are taken.", HelpName = "TIME" };
    private readonly Option<string?> _view = new("--view") { Description = "With --start: the view whose rows are taken. Default: the only view of the features.", HelpName = "NAME" };

    internal void AddTo(Command command)
    {
        command.Options.Add(_asOf);
        command.Options.Add(_start);
        command.Options.Add(_end);
        command.Options.Add(_view);
    }

    /// <summary>Checks the options.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="entities">The option of the entity frame.</param>
    internal void Validate(CommandResult result, Option<string?> entities)
    {
        var (asOf, start, end) = (result.GetValue(_asOf), result.GetValue(_start), result.GetValue(_end));
        foreach (var (option, text) in new[] { (_asOf, asOf), (_start, start), (_end, end) })
        {
            if (text is not null && !Instant.TryParse(text, out _))
            {
                result.AddError($"{option.Name} is '{text}'; write a time such as 2026-11-20T12:00:00Z.");
            }
        }

        if (new[] { result.GetValue(entities), asOf, start }.Count(static given => given is not null) != 1)
        {
            result.AddError("Give one of --entities for the rows of a file, --as-of for all keys at a time, or --start and --end for all rows of a view.");
        }
        else if (start is null != end is null || (start is null && result.GetValue(_view) is not null))
        {
            result.AddError("--start, --end and --view belong together: rows whose event time is at or after --start and before --end are taken.");
        }
    }

    /// <summary>Null when there is an entity frame.</summary>
    internal TrainingSetRangeSpec? Read(CommandContext context)
        => (context.Value(_asOf), context.Value(_start)) is (null, null) ? null : new TrainingSetRangeSpec(context.Value(_asOf), context.Value(_view), context.Value(_start), context.Value(_end));
}
