using Catalog.Core.Values;
using FeatureStore.Model;
using Ingestion.Model;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>
/// Sources in Feast's shape. What takes pushes is a push source of that name, so that a client's <c>push</c> finds the views that it feeds. The history behind it is a file source, since every source of
/// Feast has one; its address says where the rows are: in the catalogue, which no client reads by itself.
/// </summary>
internal static class SourceMessages
{
    private const string FileClass = "feast.infra.offline_stores.file_source.FileSource";
    private const string PushClass = "feast.data_source.PushSource";
    private const string RequestClass = "feast.data_source.RequestSource";

    internal static Proto.DataSource Of(Source source, string project, Instant changed)
    {
        var message = source.AcceptsPush ? Push(source, source.TimestampColumn) : History(source.Name, source.TimestampColumn, source);
        message.Project = project;
        message.Meta = new Proto.DataSource.Types.SourceMeta { LastUpdatedTimestamp = CommonMessages.TimeOf(changed) };
        return message;
    }

    /// <summary>What the rows of a view come from when they are fetched for training.</summary>
    internal static Proto.DataSource History(FeatureView view, Source? source) => History(view.Source, view.TimestampColumn, source);

    /// <summary>What brings a view's rows as they happen; null when nobody can push them.</summary>
    internal static Proto.DataSource? Stream(FeatureView view, Source? source) => source is { AcceptsPush: true } ? Push(source, view.TimestampColumn) : null;

    internal static Proto.DataSource Of(RequestSource request)
    {
        var schema = new Proto.DataSource.Types.RequestDataOptions();
        schema.Schema.AddRange(request.Schema.Select(static value => CommonMessages.Column(value.Name, value.Type, value.Description)));
        return new Proto.DataSource { Name = request.Name, Type = Proto.DataSource.Types.SourceType.RequestSource, DataSourceClassType = RequestClass, RequestDataOptions = schema };
    }

    private static Proto.DataSource Push(Source source, string timestamp)
    {
        var message = Describe(new Proto.DataSource { Type = Proto.DataSource.Types.SourceType.PushSource, DataSourceClassType = PushClass, TimestampField = timestamp }, source.Name, source);
        message.BatchSource = History(source.Name, timestamp, source);
        message.PushOptions = new Proto.DataSource.Types.PushOptions();
        return message;
    }

    private static Proto.DataSource History(string name, string timestamp, Source? source) => Describe(
        new Proto.DataSource
        {
            Type = Proto.DataSource.Types.SourceType.BatchFile,
            DataSourceClassType = FileClass,
            TimestampField = timestamp,
            FileOptions = new Proto.DataSource.Types.FileOptions { Uri = $"catalog://sources/{name}" },
        },
        name,
        source);

    private static Proto.DataSource Describe(Proto.DataSource message, string name, Source? source)
    {
        message.Name = name;
        message.Description = source?.Description ?? string.Empty;
        message.Owner = source?.Owner ?? string.Empty;
        CommonMessages.AddTo(message.Tags, [], source?.Domain);
        return message;
    }
}
