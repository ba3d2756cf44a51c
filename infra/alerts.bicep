metadata description = 'Alerts by e-mail, and a budget.'

param name string
param location string
param tags { *: string }
param workspaceId string
param topicName string

@description('Receives the alerts; empty to show them in the portal only.')
param email string

@description('In the subscription\'s currency; 0 for none.')
param monthlyBudget int

@description('The first day of the month in which the budget was created, as yyyy-MM-dd; empty for no budget.')
param budgetStart string

var names = loadJsonContent('names.json')

// A message that fails too often is moved to a poison queue, and one of these functions takes it from there at once and reports it in the
// status. So every message of a poison queue causes a run of one of them, which a look at the queues' lengths would miss.
var abandoning = join(filter(names.workFunctions, function => startsWith(function, 'Abandon')), '|')

// Severity 1 is an error, 2 a warning.
var rules = [
  {
    name: 'upload-given-up'
    description: 'An upload, a piece or an announcement failed too often and was given up. ./paperledge status says which and why.'
    severity: 1
    query: 'AppRequests | where Name matches regex "(${abandoning})$"'
    threshold: 0
    window: 'PT15M'
  }
  {
    name: 'queue-waits'
    description: 'A message has waited for more than an hour: instances are missing, or a step hangs.'
    severity: 2
    // Storage has no metric of a message's age; the app measures it every minute.
    query: 'AppMetrics | where Name == "paperledge.queue.age" | where Max > 3600 | project TimeGenerated, Queue = Properties.queue, Max'
    threshold: 0
    window: 'PT15M'
  }
  {
    name: 'feed-fails'
    description: 'The feed answered with a server error.'
    severity: 1
    query: 'AppRequests | where Url has "/feed.xml" and toint(ResultCode) >= 500'
    threshold: 2
    window: 'PT15M'
  }
]

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'PaperLedge'
    emailReceivers: [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${rule.name}-${name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'PaperLedge: ${rule.name}'
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT15M'
      windowSize: rule.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(email) ? [] : [group.id] }
    }
  }
]

// https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-eventgrid-systemtopics-metrics
resource deadLetterAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'event-lost-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Event Grid could not deliver an upload\'s event. The app finds the upload by itself, but later.'
    severity: 2
    enabled: true
    scopes: [topic.id]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead letters'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.EventGrid/systemTopics'
          metricName: 'DeadLetteredCount'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: empty(email) ? [] : [{ actionGroupId: group.id }]
  }
}

// A new budget must begin in the present month, and the date of an existing one must stay, so that a repeated deployment changes nothing.
// A fixed date cannot do both: the first deployment stores the date in its environment.
resource budget 'Microsoft.Consumption/budgets@2024-08-01' = if (monthlyBudget > 0 && !empty(budgetStart) && !empty(email)) {
  name: 'budget-${name}'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetStart }
    notifications: {
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [email]
      }
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: [email]
      }
    }
  }
}
