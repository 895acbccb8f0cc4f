using Catalog.Core.Errors;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Definitions.Planning;

/// <summary>
/// Refuses sources whose topic or table is reached over a connection that is not configured, whose topic lacks the schema registry that its payloads need, or is one of the event log, which would read what it
/// writes. Definitions in force stay so when their connection goes: their sources say what is wrong.
/// </summary>
/// <param name="topics">Knows the connections of topics; null where nobody does, which refuses nothing.</param>
/// <param name="captures">Knows those of databases; null likewise.</param>
internal sealed class ConnectionLint(IExternalTopics? topics = null, IChangeCaptures? captures = null)
{
    /// <summary>The outcome with an error for each such source that would be put in force.</summary>
    public PlanOutcome Add(PlanOutcome outcome)
    {
        var findings = new FindingList();
        foreach (var (_, document) in outcome.Incoming)
        {
            Check(document.Draft, findings);
        }

        if (findings.ErrorCount == 0)
        {
            return outcome;
        }

        findings.AddRange(outcome.Plan.Findings);
        return outcome with { Plan = outcome.Plan with { Findings = findings.ToSorted() } };
    }

    /// <summary>Reports what is wrong with one draft.</summary>
    public void Check(Draft? draft, FindingList findings)
    {
        if (draft is not SourceDraft { Connection: { } connection } source)
        {
            return;
        }

        if (topics is not null && source.Source.Topic is { } topic)
        {
            CheckTopic(topic, connection, topics, findings);
        }

        if (captures is not null && source.Source.Capture is not null)
        {
            CheckKnown(connection, captures.Connections, "Ingestion:Postgres", "ConnectionString", findings);
        }
    }

    private static void CheckTopic(SourceTopic topic, Located<string> connection, IExternalTopics topics, FindingList findings)
    {
        foreach (var name in new[] { topic.Name, topic.DeadLetter }.OfType<string>().Where(name => topics.IsOfEventLog(connection.Value, name)))
        {
            findings.Error(
                DefinitionRules.WrongValue, $"The topic '{name}' is one of the event log itself.", connection.At,
                "Name a topic of another producer. To take the events of another source, write 'from:' with its name in place of 'topic'; to take refused events again, replay them.");
        }

        if (CheckKnown(connection, topics.Connections, "Ingestion:Kafka", "BootstrapServers", findings)
            && topic.Format is not (PayloadFormat.Json or PayloadFormat.Debezium) && !topics.HasSchemaRegistry(connection.Value))
        {
            findings.Error(
                DefinitionRules.UnknownConnection,
                $"Payloads of the topic name their schema in a registry, and connection '{connection}' has none.",
                connection.At,
                $"Set Ingestion:Kafka:Connections:{connection}:SchemaRegistry:Url in the configuration{(connection.Value == SourceTopic.DefaultConnection ? ", beside BootstrapServers" : string.Empty)}, or write 'format: json' if they name none.");
        }
    }

    private static bool CheckKnown(Located<string> connection, IReadOnlyList<string> known, string section, string setting, FindingList findings)
    {
        if (known.Contains(connection.Value))
        {
            return true;
        }

        findings.Error(
            DefinitionRules.UnknownConnection,
            $"There is no connection '{connection}'; {(known.Count == 0 ? "none is configured" : $"those configured are {string.Join(", ", known.Select(static name => $"'{name}'"))}")}.",
            connection.At,
            NearName.Find(connection.Value, known) is { } near ? Fix.DidYouMean(near) : $"Declare it in the configuration, as {section}:Connections:{connection}:{setting}.");
        return false;
    }
}
