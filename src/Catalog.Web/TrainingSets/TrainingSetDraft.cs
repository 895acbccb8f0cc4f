using System.Globalization;
using Catalog.Core.Errors;
using Catalog.Core.Text;
using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace Catalog.Web.TrainingSets;

/// <summary>A training set that somebody is asking for: what is wrong with the request, at the part of it that has to change. Belongs to one page; not thread-safe.</summary>
public sealed class TrainingSetDraft(TrainingSetService sets) : IDisposable
{
    private const int MostTimes = 3;

    private static readonly string UsualTimestamp = new TrainingSetDefinition().TimestampColumn;

    private IReadOnlyList<TrainingSetFinding> _findings = [];
    private string? _takenName;
    private string? _frameError;

    /// <summary>The features wanted.</summary>
    public TrainingSetSubject? Subject { get; private set; }

    /// <summary>Name to keep it under; empty makes one.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Frame column with the time that each row is asked for.</summary>
    public string Timestamp { get; private set; } = UsualTimestamp;

    public bool FullNames { get; private set; }

    public KnownAt KnownAt { get; private set; }

    /// <summary>Which rows it is to have; change it by <see cref="Edit"/>.</summary>
    public RangeDraft Rows { get; } = new();

    /// <summary>How they are divided; change it by <see cref="Edit"/>.</summary>
    public SplitDraft Splits { get; } = new();

    /// <summary>The time as it was typed, for <see cref="KnownAt.Time"/>.</summary>
    public string KnownTime { get; private set; } = string.Empty;

    public bool Overwrite { get; private set; }

    /// <summary>Who asks; empty is nobody in particular.</summary>
    public string Author { get; set; } = string.Empty;

    /// <summary>The entity frame that was received; null before.</summary>
    public SpooledFrame? Frame { get; private set; }

    /// <summary>Its columns; empty without a frame.</summary>
    public IReadOnlyList<TableColumn> Columns { get; private set; } = [];

    /// <summary>The columns beside the features, each with what brings it; empty while nobody can say.</summary>
    public IReadOnlyList<(string Name, DataType Type, string From)> RowColumns => HasFrame
        ? [.. Columns.Select(column => (column.Name, WrittenType(column), "the frame"))]
        : Outline.RowKeys.Count == 0 && Rows.From == RowsFrom.View ? []
        : [.. Outline.RowKeys.Select(static key => (key.Column, key.Type, "join key")), (Timestamp, new DataType(ScalarType.Timestamp), "time of the row")];

    /// <summary>What it needs of the frame and gives by the definitions in force.</summary>
    public TrainingSetOutline Outline { get; private set; } = new([], [], []);

    /// <summary>Whether the person wanted to build it, so that what is missing is shown as an error.</summary>
    public bool IsTried { get; private set; }

    /// <summary>Why asking for it failed; null when it did not, or when a field says it.</summary>
    public string? Failure { get; private set; }

    /// <summary>The first part of the request that has to change; null when it can be built.</summary>
    public TrainingSetPart? FirstError => Enum.GetValues<TrainingSetPart>().Where(part => AllErrorsAt(part).Any()).Cast<TrainingSetPart?>().FirstOrDefault();

    /// <summary>The parts that have to change before it can be built, each in few words; empty when it can be.</summary>
    public IReadOnlyList<(TrainingSetPart Part, string Words)> ToDo => [.. Enum.GetValues<TrainingSetPart>().Where(part => AllErrorsAt(part).Any()).Select(part => (part, ToDoAt(part)))];

    /// <summary>Whether the request would be taken with a file of the columns that it needs: nothing is wrong but that none is chosen.</summary>
    public bool IsAskable => Enum.GetValues<TrainingSetPart>().All(part => (part == TrainingSetPart.Frame && IsWithoutFrame) || !AllErrorsAt(part).Any())
        && (!IsWithoutFrame || Splits.Splits is not { } splits || splits.Keys.All(key => key == UsualTimestamp || Outline.Keys.Any(known => known.Column == key) || Outline.Requests.Any(known => known.Column == key)));

    /// <summary>Whether the rows are to come from a file, and none is chosen.</summary>
    public bool IsWithoutFrame => HasFrame && Frame is null;

    /// <summary>Whether a frame was received that lacks a column, so that nobody can say what comes of it.</summary>
    public bool IsFrameRefused => Received is not null && _findings.Any(static finding => finding.MissingColumn is not null);

    /// <summary>What the training set is to hold.</summary>
    public TrainingSetDefinition Definition => new()
    {
        Features = Subject?.Features ?? [],
        FeatureService = Subject?.Service,
        TimestampColumn = Timestamp,
        FullFeatureNames = FullNames,
        AsKnownAt = KnownAt == KnownAt.Time && Instant.TryParse(KnownTime, out var time) ? time : null,
        AsKnownAtEntityTime = KnownAt == KnownAt.EntityTime,
        FrameName = Received?.Name ?? string.Empty,
        Range = Rows.Range,
        Splits = Splits.Splits,
    };

    /// <summary>As <see cref="Definition"/>, for a file that has the usual column with the time where none is chosen.</summary>
    public TrainingSetDefinition ExampleDefinition => IsWithoutFrame ? Definition with { TimestampColumn = UsualTimestamp } : Definition;

    /// <summary>What a part of the form shows. That something is missing is said only once the person wanted to build it.</summary>
    public IReadOnlyList<string> ErrorsAt(TrainingSetPart part) => part == TrainingSetPart.Splits && !IsTried
        ? [.. Splits.ErrorsOf(isTried: false), .. Found(TrainingSetField.Splits)]
        : IsTried || !IsMissing(part) ? [.. AllErrorsAt(part)] : [];

    /// <summary>What a person can press to mend a part, in the order of the words; none where it needs a person.</summary>
    public IReadOnlyList<(string Label, Action Press)> FixesAt(TrainingSetPart part) => part switch
    {
        TrainingSetPart.Name when IsTaken => [($"name it {NextName}", () => Rename(NextName)), ("replace it", () => Replace(overwrite: true))],
        TrainingSetPart.Timestamp when HasFrame && Columns.All(column => column.Name != Timestamp)
            => [.. Columns.Where(CanBeTime).Take(MostTimes).Select(column => ((string, Action))(column.Name, () => TakeTime(column.Name)))],
        TrainingSetPart.KnownAt when IsNoTime && TypedTime.Meant(KnownTime) is { } meant => [(meant, () => KnowAt(meant))],
        TrainingSetPart.AsOf or TrainingSetPart.Start or TrainingSetPart.End when TypedTime.Meant(Rows.TextAt(part)) is { } meant => [(meant, () => Edit(() => Rows.Type(part, meant)))],
        _ => [],
    };

    public void Choose(TrainingSetSubject? subject) => Edit(() =>
    {
        Subject = subject;
        Rows.Type(TrainingSetPart.View, subject?.Needs.Views.Select(static needed => needed.View).FirstOrDefault(static view => view.Offline)?.Name ?? string.Empty);
    });

    public void Rename(string name) => Edit(() => Name = name.Trim());

    public void TakeTime(string? column) => Edit(() => Timestamp = column ?? UsualTimestamp);

    public void UseFullNames(bool full) => Edit(() => FullNames = full);

    public void Know(KnownAt at) => Edit(() => KnownAt = at);

    public void KnowAt(string time) => Edit(() => KnownTime = time);

    public void Replace(bool overwrite) => Edit(() => Overwrite = overwrite);

    /// <summary>Makes a change and finds what is wrong by then.</summary>
    public void Edit(Action change)
    {
        change();
        Check();
    }

    /// <summary>Looks whether the name is taken.</summary>
    public async Task LookForNameAsync(CancellationToken cancellationToken)
    {
        var name = Name;
        _takenName = name.Length > 0 && await sets.FindAsync(name, cancellationToken) is { State: not (TrainingSetState.Failed or TrainingSetState.Cancelled) } ? name : null;
    }

    /// <summary>Receives an entity frame in place of the one before.</summary>
    /// <exception cref="IOException">The bytes did not come to their end.</exception>
    public async Task ReceiveAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        DropFrame();
        try
        {
            Frame = await sets.ReceiveFrameAsync(name, content, cancellationToken);
            Columns = await sets.GetFrameColumnsAsync(Frame, cancellationToken);
        }
        catch (CatalogException exception)
        {
            DropFrame();
            _frameError = exception.Message;
        }

        if (Columns.Count > 0 && Columns.All(column => column.Name != Timestamp))
        {
            // Which column is the time is never guessed: a wrong one gives other values without a word.
            Timestamp = UsualTimestamp;
        }

        Check();
    }

    /// <summary>Says why there is no frame.</summary>
    public void Refuse(string reason) => _frameError = reason;

    /// <summary>Lets go of the frame.</summary>
    public void DropFrame()
    {
        Frame?.Dispose();
        (Frame, Columns, _frameError) = (null, [], null);
        Check();
    }

    /// <summary>Asks for the training set; null when that is not possible, and the draft says why.</summary>
    public async Task<TrainingSet?> CreateAsync(CancellationToken cancellationToken)
    {
        (IsTried, Failure) = (true, null);
        Check();
        await LookForNameAsync(cancellationToken);
        if (FirstError is not null)
        {
            return null;
        }

        try
        {
            return await sets.CreateAsync(RequestOf(), Received, cancellationToken);
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.TrainingSetExists)
        {
            _takenName = Name;
            Failure = Overwrite ? exception.Message : null;
        }
        catch (CatalogException exception)
        {
            Failure = exception.Message;
        }

        return null;
    }

    public void Dispose() => Frame?.Dispose();

    private bool CanBeTime(TableColumn column) => Outline.Keys.All(key => key.Column != column.Name)
        && (column.Type.Element is ScalarType.Timestamp || (column.Type == new DataType(ScalarType.String) && Columns.All(static other => other.Type.Element != ScalarType.Timestamp)));

    /// <summary>A time or a key that a file holds as text is a time or a key in the training set.</summary>
    private DataType WrittenType(TableColumn column) => column.Name == Timestamp ? new DataType(ScalarType.Timestamp)
        : Outline.Keys.FirstOrDefault(key => key.Column == column.Name) is { } key ? key.Type
        : Outline.Requests.FirstOrDefault(value => value.Column == column.Name) is { } value ? value.Type
        : column.Type;

    private TrainingSetRequest RequestOf() => new()
    {
        Name = Name.Length == 0 ? null : Name,
        Definition = Definition,
        Overwrite = Overwrite,
        RequestedBy = string.IsNullOrWhiteSpace(Author) ? null : Author.Trim(),
    };

    private void Check()
    {
        Outline = Subject is null ? new TrainingSetOutline([], [], []) : sets.Outline(Definition);
        _findings = sets.Validate(RequestOf(), Received is null ? null : [.. Columns.Select(static column => column.Name)]);
        Failure = null;
    }

    private bool IsMissing(TrainingSetPart part) => part switch
    {
        TrainingSetPart.Features => Subject is null,
        TrainingSetPart.Frame => Frame is null && _frameError is null,
        TrainingSetPart.KnownAt => KnownTime.Length == 0,
        TrainingSetPart.AsOf or TrainingSetPart.View or TrainingSetPart.Start or TrainingSetPart.End => Rows.TextAt(part).Length == 0,
        _ => false,
    };

    private bool IsTaken => _takenName is not null && _takenName == Name && !Overwrite;

    private bool IsNoTime => KnownAt == KnownAt.Time && !Instant.TryParse(KnownTime, out _);

    private bool HasFrame => Rows.From == RowsFrom.Frame;

    // A file stays while the person looks what the other ways give.
    private SpooledFrame? Received => HasFrame ? Frame : null;

    // "churn" is followed by "churn_2", and that by "churn_3".
    private string NextName
    {
        get
        {
            var stem = Name.TrimEnd([.. "0123456789"]);
            return stem.EndsWith('_') && int.TryParse(Name[stem.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue
                ? string.Create(CultureInfo.InvariantCulture, $"{stem}{number + 1}")
                : Name + "_2";
        }
    }

    private string ToDoAt(TrainingSetPart part) => part switch
    {
        TrainingSetPart.Features => "what it is made of",
        TrainingSetPart.Name => "another name",
        TrainingSetPart.AsOf => "the time of the keys",
        TrainingSetPart.View => "the view whose rows are taken",
        TrainingSetPart.Start => "the time from which on rows are taken",
        TrainingSetPart.End => "the time before which rows are taken",
        TrainingSetPart.Frame when Frame is null => "a file with the entity rows",
        TrainingSetPart.Frame => "the columns of the file",
        TrainingSetPart.Timestamp => "the column with the time of each row",
        TrainingSetPart.KnownAt => "the time by which rows had arrived",
        _ => "the splits",
    };

    private IEnumerable<string> AllErrorsAt(TrainingSetPart part) => part switch
    {
        TrainingSetPart.Name when IsTaken => [$"There is a training set '{Name}' already. Choose another name, or replace it."],
        TrainingSetPart.Name => Found(TrainingSetField.Name),
        TrainingSetPart.Features => Subject is null ? ["Choose what the training set is made of."] : Found(TrainingSetField.Features),
        TrainingSetPart.AsOf when Rows.From == RowsFrom.Keys => Rows.ErrorsAt(part).Concat(Found(TrainingSetField.Range)),
        TrainingSetPart.View when Rows.From == RowsFrom.View => Rows.ErrorsAt(part).Concat(Found(TrainingSetField.Range)),
        TrainingSetPart.AsOf or TrainingSetPart.View or TrainingSetPart.Start or TrainingSetPart.End => Rows.ErrorsAt(part),
        TrainingSetPart.Splits => Splits.ErrorsOf(isTried: true).Concat(Found(TrainingSetField.Splits)),
        TrainingSetPart.Frame when !HasFrame => [],
        TrainingSetPart.Frame when _frameError is not null => [_frameError],
        TrainingSetPart.Frame when Frame is null => ["Choose a file with the entity rows, or take the sample."],
        TrainingSetPart.Frame => Found(TrainingSetField.Frame),
        TrainingSetPart.Timestamp => Found(TrainingSetField.TimestampColumn),
        TrainingSetPart.KnownAt when IsNoTime => [TypedTime.Refuse(KnownTime)],
        _ => [],
    };

    // What the frame lacks is said once, in words of the form, whichever views ask for it.
    private IEnumerable<string> Found(TrainingSetField field) => _findings.Where(finding => finding.Field == field)
        .Select(finding => finding.MissingColumn is { } column ? MissingWords(field, column) : finding.Error.Message).Distinct(StringComparer.Ordinal);

    private string MissingWords(TrainingSetField field, string column)
    {
        if (field == TrainingSetField.TimestampColumn)
        {
            return $"The file has no column '{column}'. Choose the column that holds the time of each row.";
        }

        var purpose = Outline.Requests.FirstOrDefault(value => value.Column == column) is { } value ? $"the request value that {value.View} needs" : "by which its rows are looked up";
        return $"The file has no column '{column}', {purpose}. Its columns are {NameList.Of([.. Columns.Select(static known => known.Name)])}.";
    }
}
