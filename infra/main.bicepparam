using 'main.bicep'

// azd sets the variables that begin with AZURE_. The others are set with: azd env set NAME VALUE

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'paperledge')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param principalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param separateApps = bool(readEnvironmentVariable('PAPERLEDGE_SEPARATE_APPS', 'true'))
param webMemoryMB = int(readEnvironmentVariable('PAPERLEDGE_WEB_MEMORY_MB', '2048'))
param workMemoryMB = int(readEnvironmentVariable('PAPERLEDGE_WORK_MEMORY_MB', '4096'))
param maximumInstances = int(readEnvironmentVariable('PAPERLEDGE_MAXIMUM_INSTANCES', '40'))
param webAlwaysReady = int(readEnvironmentVariable('PAPERLEDGE_WEB_ALWAYS_READY', '0'))
param workAlwaysReady = int(readEnvironmentVariable('PAPERLEDGE_WORK_ALWAYS_READY', '0'))
param whisperModel = readEnvironmentVariable('PAPERLEDGE_PACKAGED_MODEL', 'builtin')
param settings = json(readEnvironmentVariable('PAPERLEDGE_SETTINGS', '{}'))
param storageSku = readEnvironmentVariable('PAPERLEDGE_STORAGE_SKU', 'Standard_LRS')
param frontDoor = bool(readEnvironmentVariable('PAPERLEDGE_FRONT_DOOR', 'false'))
param customDomain = readEnvironmentVariable('PAPERLEDGE_DOMAIN', '')
param alertEmail = readEnvironmentVariable('PAPERLEDGE_ALERT_EMAIL', '')
param monthlyBudget = int(readEnvironmentVariable('PAPERLEDGE_MONTHLY_BUDGET', '20'))
param budgetStart = readEnvironmentVariable('PAPERLEDGE_BUDGET_START', '')
param dailyLogGB = int(readEnvironmentVariable('PAPERLEDGE_DAILY_LOG_GB', '1'))
